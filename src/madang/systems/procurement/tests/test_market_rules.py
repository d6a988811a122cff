"""The law of notices, methods, outages and prices, without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from madang.framework.audit.spoken import spoken_of
from madang.framework.law import is_working_day, pack, parameters, use_country
from madang.systems.procurement.domain.deadlines import (
    Announced,
    NoticeLaw,
    date_faults,
    earliest_after_correction,
    earliest_briefing,
    earliest_closing,
    notice_days,
)
from madang.systems.procurement.domain.methods import fitting, ground_faults
from madang.systems.procurement.domain.outages import Gap, OutageLaw, counts, extended, gaps
from madang.systems.procurement.domain.prices import PaidBefore, estimate, hint, unit_price
from madang.systems.procurement.domain.units import UNITS
from madang.systems.procurement.domain.words import AwardBy, Kind, Method
from madang.systems.procurement.usecases.market.law import classes, counted_by, grounds, notice_law, working

DAY = date(2026, 6, 8)
SEOUL = ZoneInfo("Asia/Seoul")
BILLION = 10**9
OUTAGE = OutageLaw(window_hours=4, least_minutes=5, leaves_hours=3, day_begins="09:00", day_ends="18:00")


def law_of(country: str) -> NoticeLaw:
    with use_country(country):
        return notice_law(on=DAY)


def notice(**changes: object) -> Announced:
    given: dict[str, object] = {
        "kind": Kind.GOODS,
        "method": Method.OPEN,
        "award_by": AwardBy.LOWEST_PRICE,
        "estimated": 90_000_000,
        "urgent": False,
        "published_on": DAY,
        "closes_on": DAY,
    }
    return Announced(**(given | changes))  # type: ignore[arg-type]


def first_day(country: str, **changes: object) -> date:
    with use_country(country):
        law = notice_law(on=DAY)
        return earliest_closing(tender=notice(**changes), law=law, counted=counted_by(law=law), working=working)


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        # Enforcement Decree of the State Contracts Act art. 35, text in force on 2021-04-01.
        ({}, 7),
        ({"kind": Kind.WORKS, "estimated": BILLION - 1}, 7),
        ({"kind": Kind.WORKS, "estimated": BILLION}, 15),
        ({"kind": Kind.WORKS, "estimated": 5 * BILLION - 1}, 15),
        ({"kind": Kind.WORKS, "estimated": 5 * BILLION}, 40),
        ({"kind": Kind.WORKS, "estimated": 5 * BILLION, "urgent": True}, 5),
        ({"urgent": True}, 5),
        ({"award_by": AwardBy.BEST_VALUE, "estimated": BILLION}, 40),
        ({"award_by": AwardBy.BEST_VALUE, "estimated": BILLION, "urgent": True}, 10),
        ({"award_by": AwardBy.BEST_VALUE, "estimated": 100_000_000}, 10),
        # Art. 42 (4): works are not negotiated, their best value keeps the periods of works.
        ({"award_by": AwardBy.BEST_VALUE, "estimated": 5 * BILLION, "kind": Kind.WORKS}, 40),
    ],
)
def test_korean_notices_stand_as_article_35_says(changes: dict[str, object], days: int) -> None:
    assert notice_days(tender=notice(**changes), law=law_of("kr")) == days
    # So many whole days between: neither the notice's day nor the closing's counts.
    assert (first_day("kr", **changes) - DAY).days == days + 1


def test_a_site_briefing_has_its_own_periods() -> None:
    works: dict[str, object] = {"kind": Kind.WORKS, "estimated": 2 * BILLION}
    law = law_of("kr")
    with use_country("kr"):
        briefed = earliest_briefing(tender=notice(**works), law=law, counted=counted_by(law=law))
    # Art. 35 (2): seven days between notice and briefing; art. 14-2 (3) no. 2: fifteen between briefing and closing.
    assert briefed == date(2026, 6, 16)
    assert first_day("kr", **works, briefing_on=briefed) == date(2026, 7, 2)
    early = notice(**works, briefing_on=briefed - timedelta(days=1), closes_on=date(2026, 7, 1))
    given: dict[str, object] = {"law": law, "counted": counted_by(law=law), "working": working}
    with use_country("kr"):
        assert [one.what for one in date_faults(tender=early, **given)] == ["briefing_too_early"]  # type: ignore[arg-type]
        goods = notice(briefing_on=briefed, closes_on=date(2026, 7, 30))
        assert [one.what for one in date_faults(tender=goods, **given)] == ["briefing_for_works"]  # type: ignore[arg-type]
        late = notice(**works, briefing_on=date(2026, 7, 2), closes_on=date(2026, 7, 2))
        found = [one.what for one in date_faults(tender=late, **given)]  # type: ignore[arg-type]
    assert found == ["briefing_after_closing", "closes_too_early"]


def test_hanbit_counts_working_days_and_closes_on_one() -> None:
    # Ten working days after Monday 8 June; Friday and Saturday are closed, 21 June (a Sunday) is Lantern Night.
    assert first_day("xx") == date(2026, 6, 24)
    law = law_of("xx")
    with use_country("xx"):
        friday = notice(closes_on=date(2026, 6, 26))
        wrong = date_faults(tender=friday, law=law, counted=counted_by(law=law), working=working)
    assert [(one.what, one.earliest) for one in wrong] == [("closes_on_day_off", date(2026, 6, 28))]


@given(
    country=st.sampled_from(["kr", "xx"]),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 1)),
    kind=st.sampled_from(Kind),
    award_by=st.sampled_from(AwardBy),
    method=st.sampled_from(Method),
    estimated=st.integers(1, 10**12),
    urgent=st.booleans(),
    correction=st.integers(0, 60),
)
@settings(max_examples=80, deadline=None)
def test_the_first_day_is_lawful_and_the_day_before_is_not(
    country: str,
    day: date,
    kind: Kind,
    award_by: AwardBy,
    method: Method,
    estimated: int,
    urgent: bool,
    correction: int,
) -> None:
    with use_country(country):
        law = parameters(NoticeLaw, key="procurement.notice", on=day)
        counted = counted_by(law=law)
        plain = {"kind": kind, "award_by": award_by, "method": method, "estimated": estimated, "urgent": urgent}
        first = earliest_closing(tender=notice(**plain, published_on=day), law=law, counted=counted, working=working)
        at_first = notice(**plain, published_on=day, closes_on=first)
        assert date_faults(tender=at_first, law=law, counted=counted, working=working) == []
        before = notice(**plain, published_on=day, closes_on=first - timedelta(days=1))
        assert date_faults(tender=before, law=law, counted=counted, working=working) != []
        between = [day + timedelta(days=one) for one in range(1, (first - day).days)]
        standing = [one for one in between if is_working_day(one)] if law.in_working_days else between
        assert len(standing) >= notice_days(tender=at_first, law=law)
        corrected_on = day + timedelta(days=min(correction, (first - day).days))
        later = earliest_after_correction(
            corrected_on=corrected_on, closes_on=first, law=law, counted=counted, working=working
        )
        assert later >= first
        assert not law.closes_on_working_day or is_working_day(later)


def test_a_correction_adds_five_days_in_korea_and_leaves_three_in_hanbit() -> None:
    def after_correction(country: str, on: date) -> date:
        with use_country(country):
            law = notice_law(on=DAY)
            return earliest_after_correction(
                corrected_on=on, closes_on=date(2026, 6, 24), law=law, counted=counted_by(law=law), working=working
            )

    assert after_correction("kr", DAY) == date(2026, 6, 29)
    assert after_correction("xx", DAY) == date(2026, 6, 24)
    # Corrected on Tuesday 23 June: Wednesday, Thursday, Sunday lie between.
    assert after_correction("xx", date(2026, 6, 23)) == date(2026, 6, 29)


def test_methods_keep_their_amounts() -> None:
    with use_country("kr"):
        in_force, before = grounds(on=DAY), grounds(on=date(2021, 4, 1))
    given = {"method": Method.QUOTATION, "kind": Kind.GOODS, "invited": 0, "category": ""}

    def faults(known: dict[str, object], estimated: int) -> list[str]:
        return ground_faults(ground=known.get("small_purchase"), estimated=estimated, **given)  # type: ignore[arg-type]

    # Decree art. 26 (1) no. 5 ga, in the text in force on 2021-04-01: fifty million won.
    assert faults(before, 50_000_000) == []
    assert faults(before, 50_000_001) == ["amount_too_large"]
    assert faults(in_force, 100_000_000) == []
    assert faults({}, 1) == ["ground_unknown"]
    wrong = {"method": Method.OPEN, "kind": Kind.WORKS, "estimated": 60_000_000, "invited": 4, "category": ""}
    found = ground_faults(ground=in_force["designated_small"], **wrong)  # type: ignore[arg-type]
    assert found == ["ground_other_method", "ground_other_kind", "amount_too_large", "invited_too_few"]
    assert ground_faults(ground=in_force["works_record"], **{**wrong, "method": Method.RESTRICTED}) == [  # type: ignore[arg-type]
        "category_missing"
    ]
    small = {one.code for one in fitting(grounds=in_force.values(), kind=Kind.GOODS, estimated=40_000_000)}
    assert {"open_competition", "small_purchase", "designated_small"} <= small
    assert "small_works" not in small


@pytest.mark.parametrize("country", ["kr", "xx"])
def test_the_law_that_pages_name_is_said_in_every_language(country: str) -> None:
    spoken_keys = ("mall.comparison_from", "supply.sanction_longest", "supply.contest_days")
    with use_country(country):
        here = pack()
        known = {key.removeprefix("procurement."): one for key, one in here.parameters.items()}
        cites = {value.cite for key, one in known.items() if key.startswith("grounds.") for value in one.values}
        cites |= {known[key].on(DAY).cite for key in spoken_keys}
        for cite in cites:
            assert set(spoken_of(cite) or ()) >= set(here.languages), cite


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=SEOUL)


def test_a_gap_between_beats_is_an_outage_only_when_long_enough() -> None:
    stretches = [(at(9), at(10)), (at(10, 4), at(11)), (at(12), at(13)), (at(9, 30), at(9, 40))]
    assert list(gaps(stretches=stretches, least=timedelta(minutes=5))) == [Gap(at(11), at(12))]


@pytest.mark.parametrize(
    ("down_from", "down_until", "closes", "becomes"),
    [
        # Down for an hour two hours before: the hour is given back, and three hours from its end are more.
        (at(10), at(11), at(13), at(14)),
        # Down over the closing itself: three hours after the service was back.
        (at(12, 30), at(13, 30), at(13), at(16, 30)),
        # Down a minute before the closing counts; what would end after office hours ends on the next morning.
        (at(13, 59), at(16), at(14), at(12, 0, day=9)),
        # 12 June 2026 is a Friday: the next office hours are on Monday.
        (at(15, 0, day=12), at(16, 0, day=12), at(16, 0, day=12), at(12, 0, day=15)),
    ],
)
def test_an_outage_moves_the_closing(
    down_from: datetime, down_until: datetime, closes: datetime, becomes: datetime
) -> None:
    gap = Gap(down_from.astimezone(UTC), down_until.astimezone(UTC))
    assert counts(gap=gap, closes_at=closes, law=OUTAGE)
    with use_country("kr"):
        assert extended(closes_at=closes, gap=gap, law=OUTAGE, is_working_day=is_working_day) == becomes


@pytest.mark.parametrize(
    ("down_from", "down_until"), [(at(8), at(9)), (at(13), at(14)), (at(12, 50), at(12, 54)), (at(7), at(8, 59))]
)
def test_other_outages_move_nothing(down_from: datetime, down_until: datetime) -> None:
    assert not counts(gap=Gap(down_from, down_until), closes_at=at(13), law=OUTAGE)


@given(minutes=st.integers(-3000, 3000), lasts=st.integers(5, 3000), closes=st.integers(0, 60 * 24 * 40))
@settings(max_examples=60, deadline=None)
def test_an_extension_is_always_later_in_office_hours_and_leaves_time(minutes: int, lasts: int, closes: int) -> None:
    closes_at = at(0) + timedelta(minutes=closes)
    down_from = closes_at + timedelta(minutes=minutes)
    gap = Gap(down_from, down_from + timedelta(minutes=lasts))
    assume(counts(gap=gap, closes_at=closes_at, law=OUTAGE))
    with use_country("kr"):
        moved = extended(closes_at=closes_at, gap=gap, law=OUTAGE, is_working_day=is_working_day)
        assert is_working_day(moved.date())
    assert moved > closes_at
    assert moved - gap.down_until >= timedelta(hours=OUTAGE.leaves_hours)
    assert 9 <= moved.hour <= 18
    assert moved.second == 0


def test_the_median_of_what_was_paid() -> None:
    assert unit_price(minor=6_400_000, quantities=[Decimal(1500), Decimal(500)]) == 3200
    assert unit_price(minor=1, quantities=[]) is None
    assert hint(paid=()) is None
    paid = [
        PaidBefore(award=str(one), tender="t", title="x", on=DAY, unit_price=Decimal(one)) for one in (3000, 9000, 3200)
    ]
    found = hint(paid=paid)
    assert found is not None
    assert (found.unit_price, found.lowest, found.highest) == (3200, 3000, 9000)
    assert estimate(found=found, quantity=Decimal("2.5")) == 8000


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["kr", "xx"])
def test_codes_of_the_pack_are_codes(country: str) -> None:
    with use_country(country):
        listed, sold = classes(), pack().data("procurement/demo_market")["purchases"]
        known = grounds(on=DAY)
    assert all(len(code) == 8 and code.isdigit() and {"ko", "en"} == set(row) for code, row in listed.items())
    assert all(item["unspsc"] in listed and item["unit"] in UNITS for row in sold for item in row["items"])
    assert all(row.get("ground", "open_competition") in known for row in sold)
    # UN/ECE Recommendation 20 codes have two or three letters or digits.
    assert all(2 <= len(code) <= 3 and code.isalnum() for code in UNITS)
