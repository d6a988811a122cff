"""The pure rules of how sure a sign-in is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.framework.identity.domain import (
    Assured,
    Ground,
    Known,
    Standing,
    assured,
    is_copy,
    level_of_new_passkey,
    level_of_passkey_sign_in,
)

NOW = datetime(2026, 3, 2, tzinfo=UTC)
# Korea's administrative network stood still for 56 hours in November 2023 (Ministry of the Interior, 2024-01-31).
OUTAGE = timedelta(hours=56)


def known(standing: Standing, *, ago: timedelta, valid: timedelta) -> Known:
    return Known(standing=standing, heard_at=NOW - ago, valid_until=NOW - ago + valid)


@pytest.mark.parametrize(
    ("fresh", "cached", "level", "ground"),
    [
        (known(Standing.GOOD, ago=timedelta(0), valid=timedelta(hours=8)), None, 2, Ground.FRESH),
        (None, known(Standing.GOOD, ago=timedelta(hours=7), valid=timedelta(hours=8)), 2, Ground.CACHED),
        (None, known(Standing.GOOD, ago=OUTAGE, valid=timedelta(hours=8)), 1, Ground.OUTAGE),
        (None, known(Standing.GOOD, ago=timedelta(days=8), valid=timedelta(days=365)), 1, Ground.OUTAGE),
        (None, None, 1, Ground.OUTAGE),
        (None, known(Standing.REVOKED, ago=OUTAGE, valid=timedelta(hours=8)), 0, Ground.REFUSED),
        (known(Standing.SUSPENDED, ago=timedelta(0), valid=timedelta(hours=8)), None, 0, Ground.REFUSED),
    ],
)
def test_the_level_follows_what_is_known(fresh, cached, level, ground) -> None:
    assert assured(claimed=2, fresh=fresh, cached=cached, now=NOW) == Assured(level=level, ground=ground)


def test_a_suspension_that_was_lifted_is_believed() -> None:
    lifted = known(Standing.GOOD, ago=timedelta(0), valid=timedelta(hours=8))
    before = known(Standing.SUSPENDED, ago=timedelta(days=2), valid=timedelta(hours=8))
    assert assured(claimed=2, fresh=lifted, cached=before, now=NOW).level == 2


_standings = st.builds(
    known,
    st.sampled_from(Standing),
    ago=st.timedeltas(timedelta(0), timedelta(days=30)),
    valid=st.timedeltas(timedelta(0), timedelta(days=60)),
)


@given(claimed=st.integers(0, 3), fresh=st.none() | _standings, cached=st.none() | _standings)
def test_an_outage_never_gives_more_than_an_answer_would(claimed, fresh, cached) -> None:
    found = assured(claimed=claimed, fresh=fresh, cached=cached, now=NOW)
    assert found.level <= claimed
    if found.ground is Ground.OUTAGE:
        assert found.level <= 1


@given(
    level=st.integers(0, 3),
    method=st.sampled_from(["password", "passkey", "demo", "wallet"]),
    bound=st.booleans(),
    checked=st.booleans(),
)
def test_no_passkey_is_surer_than_its_owner_was(level, method, bound, checked) -> None:
    found = level_of_new_passkey(session_method=method, session_level=level, device_bound=bound, device_checked=checked)
    assert found <= min(level, 2)


# NIST SP 800-63B-4, table 1: AAL3 takes a non-exportable key in hardware; a synced one reaches AAL2 at most.
@pytest.mark.parametrize(
    ("bound", "checked", "level"), [(True, True, 3), (True, False, 2), (False, True, 2), (False, False, 2)]
)
def test_high_takes_proofing_and_a_key_that_cannot_leave_a_checked_device(bound, checked, level) -> None:
    found = level_of_new_passkey(session_method="proofing", session_level=0, device_bound=bound, device_checked=checked)
    assert found == level


def test_an_answer_older_than_what_is_known_is_none() -> None:
    replayed = known(Standing.GOOD, ago=timedelta(hours=5), valid=timedelta(hours=12))
    suspended = known(Standing.SUSPENDED, ago=timedelta(hours=1), valid=timedelta(hours=12))
    assert assured(claimed=3, fresh=replayed, cached=suspended, now=NOW).ground is Ground.REFUSED


def test_a_fresh_answer_that_has_run_out_gives_way_to_the_kept_one() -> None:
    stale = known(Standing.GOOD, ago=timedelta(minutes=1), valid=timedelta(seconds=1))
    kept = known(Standing.GOOD, ago=timedelta(hours=1), valid=timedelta(hours=12))
    assert assured(claimed=3, fresh=stale, cached=kept, now=NOW) == Assured(level=3, ground=Ground.CACHED)


def test_without_the_second_factor_a_passkey_proves_nothing() -> None:
    assert level_of_passkey_sign_in(enrolled_at=2, user_verified=False) == 0


# Web Authentication Level 3, section 6.1.1 and 7.2 step 22: zero and zero is no counter; else it must have grown.
@pytest.mark.parametrize(
    ("kept", "seen", "copy"), [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)]
)
def test_the_counter_tells_of_a_copy(kept, seen, copy) -> None:
    assert is_copy(kept=kept, seen=seen) is copy
