"""Provisional references, the day that counts, and what may be said of the service."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from madang.systems.customs.domain.continuity import Outage, true_time, written_under
from madang.systems.customs.domain.offline_reference import make_reference, read_reference
from madang.systems.customs.domain.service_status import ServiceFacts, ServiceState, service_state

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# Computed by static/customs/offline_reference.js from the same minute and the bytes 1 to 6.
FROM_THE_DEVICE = "P-2611230912-345678-H"


def test_the_device_and_the_service_draw_the_same_reference():
    assert make_reference(at=NOW, drawn="345678") == FROM_THE_DEVICE
    found = read_reference(text=" p2611230912345678h ")
    assert found is not None
    assert (found.text, found.written_at) == (FROM_THE_DEVICE, NOW)


@given(drawn=st.text(SIGNS, min_size=6, max_size=6), place=st.integers(0, 5), other=st.sampled_from(SIGNS))
def test_a_slip_of_the_pen_names_no_other_declaration(drawn: str, place: int, other: str):
    # ISO 7064, MOD 37,36 finds every single wrong sign.
    text = make_reference(at=NOW, drawn=drawn)
    wrong = drawn[:place] + other + drawn[place + 1 :]
    assert (read_reference(text=text.replace(drawn, wrong, 1)) is None) == (wrong != drawn)


def test_the_day_of_writing_counts_under_a_fallback_that_was_declared_and_no_other():
    outage = Outage(number="F1", office="KCS-020", began_at=NOW - timedelta(hours=5), ended_at=NOW - timedelta(hours=2))
    asked = {"office": "KCS-020", "outages": [outage], "grace": timedelta(hours=48)}
    inside = NOW - timedelta(hours=3)
    assert written_under(written_at=inside, arrived_at=NOW, **asked) is outage
    assert written_under(written_at=NOW - timedelta(hours=1), arrived_at=NOW, **asked) is None
    assert written_under(written_at=inside, arrived_at=NOW + timedelta(hours=47), **asked) is None
    assert written_under(written_at=inside, arrived_at=NOW, **asked | {"office": "KCS-030"}) is None
    everywhere = replace(outage, office="", ended_at=None)
    assert written_under(written_at=NOW, arrived_at=NOW, **asked | {"outages": [everywhere]}) is everywhere


def test_a_device_whose_clock_is_wrong_gains_nothing():
    hour = timedelta(hours=1)
    assert true_time(written_at=NOW - 5 * hour, device_now=NOW - 3 * hour, now=NOW) == NOW - 2 * hour
    assert true_time(written_at=NOW + hour, device_now=NOW, now=NOW) == NOW
    assert true_time(written_at=NOW - hour, device_now=NOW.replace(year=9999), now=NOW) == NOW


def test_the_service_is_never_said_to_run_without_something_that_was_seen():
    seen = ServiceFacts(reachable=True, measured_at=NOW - timedelta(minutes=5), neighbours={"here": True}, fallbacks=0)
    states = {
        ServiceState.RUNNING: seen,
        ServiceState.DISTURBED: replace(seen, neighbours={"here": True, "tax": False}),
        ServiceState.FALLBACK: replace(seen, fallbacks=1),
        # What the neighbour said an hour ago says nothing of now.
        ServiceState.UNKNOWN: replace(seen, measured_at=NOW - timedelta(hours=1), neighbours={"tax": False}),
    }
    assert {state: service_state(facts=facts, now=NOW) for state, facts in states.items()} == {
        one: one for one in states
    }
    assert service_state(facts=ServiceFacts(reachable=False, fallbacks=1), now=NOW) is ServiceState.UNKNOWN
    slow = replace(seen, median_milliseconds=10_001)
    waits = replace(seen, waiting_since=NOW - timedelta(minutes=31))
    assert {service_state(facts=one, now=NOW) for one in (slow, waits)} == {ServiceState.DISTURBED}
