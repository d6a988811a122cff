"""From the promised seed to the final award, and who tries to bend it."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.may import Forbidden
from madang.systems.procurement.domain.words import AwardBy, AwardState, TenderState
from madang.systems.procurement.models import Award, Complaint, Lot, Release, ReservePrice, Tender
from madang.systems.procurement.tests import award_rows as rows
from madang.systems.procurement.tests.award_rows import BUYER, CLOSING, NOW, REVIEWER, STRANGER
from madang.systems.procurement.usecases.award import commit_reserve_price as committing
from madang.systems.procurement.usecases.award import decide_award as awarding
from madang.systems.procurement.usecases.award import explain_price as explaining
from madang.systems.procurement.usecases.award import file_complaint as complaining
from madang.systems.procurement.usecases.award import finalise_awards as finalising
from madang.systems.procurement.usecases.award.rank_bids import LotteryNotRevealed, rank_bids
from madang.systems.procurement.usecases.award.reveal_reserve_price import (
    CommitmentBroken,
    NeverCommitted,
    NotOpenedYet,
    reveal_reserve_price,
)
from madang.systems.procurement.usecases.award.review_qualification import (
    LotDecided,
    ReviewUnfit,
    review_qualification,
)

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[1] / "static" / "procurement" / "recompute.py"


def recomputed(folder: Path, *openings: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """The independent script as a process of its own that gets nothing but the files."""
    files = []
    for place, opening in enumerate(openings):
        files.append(folder / f"opening-{place}.json")
        files[-1].write_text(json.dumps(opening), encoding="utf-8")
    command = [sys.executable, "-I", str(SCRIPT), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env={}, check=False)


def lower_limit_lot() -> Lot:
    """Six bids. Whatever is drawn, the reserve price lies from 98 to 102 million won, and the limit of goods below 230 million
    (84.245 %) from 82.56 to 85.93 million.
    """
    tender = rows.make_tender(award_by=AwardBy.LOWER_LIMIT)
    lot = tender.lots.get()
    for place, (minor, draws) in enumerate(
        [
            (97_000_000, [3, 7]),
            (86_000_000, [7, 3]),
            (87_000_000, [1, 3]),
            (80_000_000, [9, 12]),
            (105_000_000, [4, 5]),
            (85_000_000, [4, 4]),
        ],
        start=1,
    ):
        rows.make_bid(lot=lot, place=place, minor=minor, draws=draws)
    rows.opened(tender)
    return Lot.objects.select_related("tender").get(pk=lot.pk)


def decided(lot: Lot) -> Award:
    """The award of the lot to its second bid."""
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    bid = lot.bids.get(supplier__number="1000000002")
    review_qualification(bid=bid, points=Decimal(90), reasons="Sound", actor=BUYER, now=NOW)
    return awarding.decide_award(lot=lot, reasons="Lowest at or above the limit", actor=BUYER, now=NOW)


def test_from_the_promise_to_the_final_award(tmp_path: Path) -> None:
    lot = lower_limit_lot()
    with pytest.raises(LotteryNotRevealed):
        rank_bids(lot=lot, actor=BUYER, now=NOW)
    held = reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    # Drawn: 3 three times, 7 twice, 1, 4, 5, 9 and 12 once; the pair (4, 4) does not count.
    assert held.counts == [1, 0, 3, 1, 1, 0, 2, 0, 1, 0, 0, 1, 0, 0, 0]
    assert held.chosen == [1, 3, 4, 7]
    assert reveal_reserve_price(lot=lot, actor=BUYER, now=NOW).seed == held.seed

    opening = rank_bids(lot=lot, actor=BUYER, now=NOW).opening
    assert [(one["bid"][-2:], one["place"], one["why"]) for one in opening["ranking"]] == [
        ("B2", 1, ""),
        ("B3", 2, ""),
        ("B1", 3, ""),
        ("B4", 0, "below_limit"),
        ("B5", 0, "above_reserve"),
        ("B6", 0, "draws"),
    ]
    result = recomputed(tmp_path, opening)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "everything agrees" in result.stdout

    with pytest.raises(awarding.ReviewMissing):
        awarding.decide_award(lot=lot, reasons="Lowest", actor=BUYER, now=NOW)
    first = lot.bids.get(supplier__number="1000000002")
    review_qualification(bid=first, points=Decimal("84.99"), reasons="Too few", actor=BUYER, now=NOW)
    second = lot.bids.get(supplier__number="1000000003")
    review_qualification(bid=second, points=Decimal(85), reasons="Sound", actor=BUYER, now=NOW)
    award = awarding.decide_award(lot=lot, reasons="First that is qualified", actor=BUYER, now=NOW)
    assert (award.bid, award.state) == (second, "pending")


def test_an_award_stands_still_and_then_becomes_final() -> None:
    lot = lower_limit_lot()
    award = decided(lot)
    # Since 11 June 2026 bidders have 25 days (Act No. 21418): from 22 June to Friday 17 July, Constitution Day, hence to
    # Monday 20 July. The award is final at the midnight after it in Seoul.
    assert award.standstill_until == datetime(2026, 7, 20, 15, 0, tzinfo=UTC)
    just_before = award.standstill_until - timedelta(microseconds=1)
    with pytest.raises(finalising.StandsStill):
        finalising.finalise_award(award=award, actor=BUYER, now=just_before)
    assert finalising.finalise_awards(actor=BUYER, now=just_before) == 0
    assert finalising.finalise_awards(actor=BUYER, now=award.standstill_until) == 1
    assert Tender.objects.get(pk=lot.tender_id).state == TenderState.AWARDED.value
    assert [one.step for one in Release.objects.filter(ocid=lot.tender.ocid).order_by("pk")] == [
        *["tenderUpdate"] * 3,
        "award",
        "awardUpdate",
    ]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("lottery", "seed"), "00" * 32),
        (("lottery", "reserve"), 1),
        (("lottery", "base"), 99_999_999),
        (("bids", 0, "price"), 85_999_999),
        (("bids", 0, "draws"), [14, 15]),
        (("bids", 2, "excluded"), "unqualified"),
        (("ranking", 0, "place"), 2),
        (("rules", "lower_limit"), "90"),
    ],
    ids=str,
)
def test_the_script_sees_every_change_of_what_was_published(
    place: tuple[Any, ...], value: object, tmp_path: Path
) -> None:
    lot = lower_limit_lot()
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    opening = rank_bids(lot=lot, actor=BUYER, now=NOW).opening
    spot: Any = opening
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    result = recomputed(tmp_path, opening)
    assert result.returncode == 1
    assert "DISAGREES" in result.stdout


def test_the_seed_is_promised_before_closing_once_and_by_the_office_alone() -> None:
    tender = rows.make_tender(award_by=AwardBy.LOWEST_PRICE)
    late = Lot.objects.create(tender=tender, position=2, title="Late", estimated=1000, base_price=None)
    with pytest.raises(committing.TooLateToCommit):
        committing.commit_reserve_price(lot=late, actor=BUYER, now=CLOSING)
    with pytest.raises(Forbidden):
        committing.commit_reserve_price(lot=late, actor=STRANGER, now=CLOSING - timedelta(days=1))
    with pytest.raises(committing.AlreadyCommitted):
        committing.commit_reserve_price(lot=tender.lots.get(position=1), actor=BUYER, now=CLOSING - timedelta(days=1))
    small = Lot.objects.create(tender=tender, position=3, title="Small", estimated=1000, base_price=200)
    with pytest.raises(committing.BaseTooSmall):
        committing.commit_reserve_price(lot=small, actor=BUYER, now=CLOSING - timedelta(days=1))
    assert committing.commit_missing(actor=BUYER, now=CLOSING - timedelta(minutes=1)) == 1
    lot = tender.lots.get(position=1)
    with pytest.raises(NotOpenedYet):
        reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    rows.opened(tender)
    with pytest.raises(NeverCommitted):
        reveal_reserve_price(lot=Lot.objects.get(pk=small.pk), actor=BUYER, now=NOW)
    seed = ReservePrice.objects.get(lot=lot).sealed_seed
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_seed FROM procurement_reserveprice WHERE lot_id = %s", [lot.pk])
        assert seed.encode() not in bytes(cursor.fetchone()[0])


def test_a_seed_changed_after_the_promise_reveals_nothing() -> None:
    lot = lower_limit_lot()
    ReservePrice.objects.filter(lot=lot).update(sealed_seed="11" * 32)
    with pytest.raises(CommitmentBroken):
        reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    assert ReservePrice.objects.get(lot=lot).revealed_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        ReservePrice.objects.filter(lot=lot).update(commitment="22" * 32)


def test_the_database_lets_nobody_change_what_was_revealed_or_ranked() -> None:
    lot = lower_limit_lot()
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    made = rank_bids(lot=lot, actor=BUYER, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReservePrice.objects.filter(lot=lot).update(minor=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(opening={})
    with pytest.raises(IntegrityError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).delete()


def test_another_offices_buyer_may_do_nothing() -> None:
    lot = lower_limit_lot()
    bid = lot.bids.first()
    assert bid is not None
    acts = [
        lambda: reveal_reserve_price(lot=lot, actor=STRANGER, now=NOW),
        lambda: rank_bids(lot=lot, actor=STRANGER, now=NOW),
        lambda: review_qualification(bid=bid, points=Decimal(1), reasons="x", actor=STRANGER, now=NOW),
        lambda: explaining.ask_explanation(bid=bid, actor=STRANGER, now=NOW),
        lambda: explaining.decide_explanation(bid=bid, accepted=True, reasons="x", actor=STRANGER, now=NOW),
        lambda: awarding.decide_award(lot=lot, reasons="x", actor=STRANGER, now=NOW),
        lambda: awarding.fail_tender(tender=lot.tender, reasons="x", actor=STRANGER, now=NOW),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    award = decided(lot)
    with pytest.raises(Forbidden):
        finalising.finalise_award(award=award, actor=STRANGER, now=award.standstill_until)


def test_a_complaint_suspends_and_a_dismissal_lets_it_go_on() -> None:
    lot = lower_limit_lot()
    award = decided(lot)
    loser = lot.bids.get(supplier__number="1000000003").supplier
    last = award.standstill_until - timedelta(seconds=1)
    given = {"award": award, "ground": "My bid was first.", "now": last}
    with pytest.raises(complaining.NotABidder):
        complaining.file_complaint(supplier=award.supplier, actor=rows.acting_for(award.supplier), **given)
    with pytest.raises(Forbidden):
        complaining.file_complaint(supplier=loser, actor=rows.acting_for(award.supplier), **given)
    with pytest.raises(complaining.GroundMissing):
        complaining.file_complaint(supplier=loser, actor=rows.acting_for(loser), award=award, ground=" ", now=last)
    late = given | {"now": award.standstill_until + timedelta(days=1)}
    with pytest.raises(complaining.ComplaintTooLate):
        complaining.file_complaint(supplier=loser, actor=rows.acting_for(loser), **late)
    made = complaining.file_complaint(supplier=loser, actor=rows.acting_for(loser), **given)
    with pytest.raises(complaining.AlreadyComplained):
        complaining.file_complaint(supplier=loser, actor=rows.acting_for(loser), **given)

    after = award.standstill_until + timedelta(days=1)
    assert finalising.finalise_awards(actor=BUYER, now=after) == 0
    with pytest.raises(finalising.ComplaintOpen):
        finalising.finalise_award(award=award, actor=BUYER, now=after)
    case = Case.objects.get(number=made.case)
    decide(case=case, outcome="refused", reasons="The ranking recomputes.", actor=REVIEWER, now=after)
    assert Complaint.objects.get(pk=made.pk).state == "dismissed"
    assert finalising.finalise_awards(actor=BUYER, now=after) == 1
    assert Award.objects.get(pk=award.pk).state == AwardState.ACTIVE.value


def test_an_upheld_complaint_cancels_the_award_and_the_lot_is_decided_anew() -> None:
    lot = lower_limit_lot()
    award = decided(lot)
    winner = award.bid
    with pytest.raises(LotDecided):
        review_qualification(bid=winner, points=Decimal(1), reasons="x", actor=BUYER, now=NOW)
    loser = lot.bids.get(supplier__number="1000000003")
    actor = rows.acting_for(loser.supplier)
    made = complaining.file_complaint(award=award, supplier=loser.supplier, ground="Unqualified", actor=actor, now=NOW)
    case = Case.objects.get(number=made.case)
    decide(case=case, outcome="granted", reasons="The review overlooked a certificate.", actor=REVIEWER, now=NOW)
    assert Award.objects.get(pk=award.pk).state == AwardState.CANCELLED.value
    assert Release.objects.filter(ocid=lot.tender.ocid).latest("pk").step == "awardCancellation"
    review_qualification(bid=winner, points=Decimal(1), reasons="No certificate", actor=BUYER, now=NOW)
    review_qualification(bid=loser, points=Decimal(99), reasons="Sound", actor=BUYER, now=NOW)
    again = awarding.decide_award(lot=lot, reasons="After the complaint", actor=BUYER, now=NOW)
    assert again.bid == loser


def test_a_low_price_is_asked_about_before_it_wins() -> None:
    tender = rows.make_tender(award_by=AwardBy.LOWEST_PRICE, base=None)
    lot = tender.lots.get()
    low = rows.make_bid(lot=lot, place=1, minor=50_000_000, draws=[])
    other = rows.make_bid(lot=lot, place=2, minor=90_000_000, draws=[])
    rows.opened(tender)
    lot = Lot.objects.select_related("tender").get(pk=lot.pk)
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    with pytest.raises(awarding.ExplanationMissing):
        awarding.decide_award(lot=lot, reasons="Lowest", actor=BUYER, now=NOW)
    with pytest.raises(explaining.NotLow):
        explaining.ask_explanation(bid=other, actor=BUYER, now=NOW)
    asked = explaining.ask_explanation(bid=low, actor=BUYER, now=NOW)
    assert asked.rule == "estimate"
    given = {"bid": low, "accepted": False, "reasons": "Nothing was said.", "actor": BUYER}
    with pytest.raises(explaining.TooSoonToDecide):
        explaining.decide_explanation(**given, now=NOW)
    with pytest.raises(Forbidden):
        explaining.give_explanation(bid=low, text="x", actor=rows.acting_for(other.supplier), now=NOW)
    explaining.give_explanation(bid=low, text="We own the mill.", actor=rows.acting_for(low.supplier), now=NOW)
    explaining.decide_explanation(**given, now=NOW)
    award = awarding.decide_award(lot=lot, reasons="Lowest", actor=BUYER, now=NOW)
    assert award.bid == other


def test_nobody_left_fails_the_tender_and_a_bid_left_does_not() -> None:
    lot = lower_limit_lot()
    reveal_reserve_price(lot=lot, actor=BUYER, now=NOW)
    with pytest.raises(awarding.BidsLeft):
        awarding.fail_tender(tender=lot.tender, reasons="No valid bid", actor=BUYER, now=NOW)
    for bid in lot.bids.all():
        review_qualification(bid=bid, points=Decimal(0), reasons="No", actor=BUYER, now=NOW)
    with pytest.raises(awarding.NobodyLeft):
        awarding.decide_award(lot=lot, reasons="x", actor=BUYER, now=NOW)
    assert awarding.fail_tender(tender=lot.tender, reasons="No valid bid", actor=BUYER, now=NOW).state == "failed"


@pytest.mark.parametrize("points", ["-0.01", "100.01", "1.001", "NaN", "Infinity"])
def test_points_that_are_none_are_refused(points: str) -> None:
    lot = lower_limit_lot()
    bid = lot.bids.first()
    assert bid is not None
    with pytest.raises(ReviewUnfit) as refused:
        review_qualification(bid=bid, points=Decimal(points), reasons=" ", actor=BUYER, now=NOW)
    assert {fault.place for fault in refused.value.faults} == {"points", "reasons"}
