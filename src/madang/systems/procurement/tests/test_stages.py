"""Two-stage tenders: technical bids first, then the prices of the fit and of nobody else.

Expected outcomes are those of the Enforcement Decree of the State Contracts Act, arts. 18 (1) to (4), 42 (3) and 47 (1) no. 4.
"""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from madang.framework.identity.may import Forbidden
from madang.framework.notify.models import Message
from madang.systems.procurement.domain.ranking import Points
from madang.systems.procurement.domain.stages import TechnicalBid, judge
from madang.systems.procurement.domain.words import BidState, Method, TenderState
from madang.systems.procurement.models import Bid, Lot, Offer, OpenedPart, PriceStage, Release, Seat, Tender
from madang.systems.procurement.tests import award_rows
from madang.systems.procurement.tests import market as market_rows
from madang.systems.procurement.tests import stage_rows as rows
from madang.systems.procurement.tests.stage_rows import BUYER, CLOSES, NOW, OPENS
from madang.systems.procurement.tests.test_award_lottery import recomputed
from madang.systems.procurement.usecases.award.decide_award import decide_award
from madang.systems.procurement.usecases.award.file_complaint import NotABidder, file_complaint
from madang.systems.procurement.usecases.award.finalise_awards import finalise_award
from madang.systems.procurement.usecases.award.rank_bids import TechnicalNotRanked, low_prices, rank_bids
from madang.systems.procurement.usecases.award.reveal_reserve_price import reveal_reserve_price
from madang.systems.procurement.usecases.bidding.refusals import MayNotBid, TechnicalFirst
from madang.systems.procurement.usecases.market.cancel_tender import cancel_tender
from madang.systems.procurement.usecases.market.draft_tender import TenderUnfit
from madang.systems.procurement.usecases.stages.judge_technical import (
    AlreadyJudged,
    UnfitReasonsMissing,
    judge_technical,
    outlook,
)
from madang.systems.procurement.usecases.stages.price_stage import (
    NotJudged,
    PriceDates,
    PriceDatesUnfit,
    invite_prices,
)
from madang.systems.procurement.usecases.stages.settle_stages import UNFIT, settle_stages

ONE, TWO, THREE, FOUR = (f"101810000{place}" for place in range(1, 5))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUDGED = OPENS + 2 * HOUR
# 100, 90 and 60 of 100 points; 85 are needed.
SCORES = {ONE: (60, 40), TWO: (55, 35), THREE: (40, 20)}


def judged(tender: Tender) -> Lot:
    """All scored and judged: ONE and TWO are fit, THREE is not."""
    rows.scored(tender, SCORES, at=OPENS + HOUR)
    lot = Lot.objects.select_related("tender").get(tender=tender)
    unfit = Bid.objects.get(lot=lot, supplier__number=THREE)
    reasons = {unfit.number: "The paper jams in the machines of the ministry."}
    assert judge_technical(lot=lot, reasons=reasons, actor=BUYER, now=JUDGED) == 2
    return lot


def test_points_are_of_hundred_and_a_failed_review_is_unfit_whatever_the_points() -> None:
    criteria = (Points(code="a", most=30, by_formula=False), Points(code="b", most=20, by_formula=False))
    bids = [
        TechnicalBid(number="just", scores={"e": {"a": 25, "b": 17}, "f": {"a": 26, "b": 17}}),
        TechnicalBid(number="short", scores={"e": {"a": 25, "b": 17}, "f": {"a": 25, "b": 17}}),
        TechnicalBid(number="failed", scores={"e": {"a": 30, "b": 20}}, failed_review=True),
    ]
    found = judge(bids=bids, criteria=criteria, least=Fraction(85), drop_from=0)
    # By hand: (42 + 43) / 2 of 50 is 85 of 100; 42 of 50 is 84.
    assert {name: (one.points, one.why) for name, one in found.items()} == {
        "just": (85, ""),
        "short": (84, "technical_minimum"),
        "failed": (100, "unqualified"),
    }


@pytest.mark.django_db
def test_prices_are_asked_of_the_fit_alone_and_the_technically_better_wins_an_equal_price(tmp_path: Path) -> None:
    rows.suppliers(ONE, TWO, THREE, FOUR)
    first = rows.sealing(rows.two_stage(ground="two_stage", base=100_000_000), NOW + HOUR)
    for number in (ONE, TWO, THREE):
        rows.send(first, number, minor=0, at=CLOSES - HOUR, answers={"quality": "80 g/m²", "plan": "monthly"})
    rows.send(first, FOUR, minor=90_000_000, at=CLOSES - HOUR)
    tender = rows.open_all(first)
    told = Bid.objects.filter(tender=tender, state=BidState.REFUSED.value).values_list("supplier__number", "refusal")
    assert list(told) == [(FOUR, "procurement.bid.price_in_technical")]
    lot = Lot.objects.select_related("tender").get(tender=tender)
    assert low_prices(lot=lot) == {}
    with pytest.raises(TechnicalNotRanked):
        rank_bids(lot=lot, actor=BUYER, now=OPENS + HOUR)
    prices = PriceDates(closes_at=JUDGED + 7 * DAY, opens_at=JUDGED + 7 * DAY + HOUR)
    with pytest.raises(NotJudged):
        invite_prices(technical=tender, dates=prices, actor=BUYER, now=JUDGED)

    _judge(tender, lot)
    price = _priced(tender, prices)
    assert price.state == TenderState.OPENED.value

    at = prices.opens_at + HOUR
    lot = Lot.objects.select_related("tender").get(tender=price)
    reveal_reserve_price(lot=lot, actor=BUYER, now=at)
    award = decide_award(lot=lot, reasons="Lowest, and technically better.", actor=BUYER, now=at)
    assert award.supplier.number == ONE
    opening = rank_bids(lot=lot, actor=BUYER, now=at).opening
    assert [(one["place"], one["value"]) for one in opening["ranking"]] == [(1, "90000000"), (2, "90000000")]
    assert recomputed(tmp_path, opening).returncode == 0
    one, two = opening["bids"]
    one["technical"], two["technical"] = two["technical"], one["technical"]
    assert "DISAGREES the ranking" in recomputed(tmp_path, opening).stdout

    winner = award_rows.acting_for(award.supplier)
    with pytest.raises(NotABidder):
        file_complaint(award=award, supplier=award.supplier, ground="x", actor=winner, now=at)
    finalise_award(award=award, actor=BUYER, now=award.standstill_until)
    assert settle_stages(now=award.standstill_until) == 1
    assert Tender.objects.get(pk=tender.pk).state == TenderState.AWARDED.value
    assert settle_stages(now=award.standstill_until) == 0


def _judge(tender: Tender, lot: Lot) -> None:
    """By the buyer alone, once, with reasons that the unfit read."""
    rows.scored(tender, SCORES, at=OPENS + HOUR)
    assert {one.points for one in outlook(lot=lot).values()} == {100, 90, 60}
    with pytest.raises(Forbidden):
        judge_technical(lot=lot, reasons={}, actor=market_rows.BUYER_ELSEWHERE, now=JUDGED)
    with pytest.raises(UnfitReasonsMissing) as refused:
        judge_technical(lot=lot, reasons={}, actor=BUYER, now=JUDGED)
    unfit = Bid.objects.get(lot=lot, supplier__number=THREE)
    assert [one.place for one in refused.value.faults] == [unfit.number]
    reasons = {unfit.number: "The paper jams."}
    assert judge_technical(lot=lot, reasons=reasons, actor=BUYER, now=JUDGED) == 2
    with pytest.raises(AlreadyJudged):
        judge_technical(lot=lot, reasons=reasons, actor=BUYER, now=JUDGED)
    letter = Message.objects.get(template="procurement/technically_unfit")
    assert "The paper jams." in letter.body
    assert "60.00" in letter.body


def _priced(tender: Tender, prices: PriceDates) -> Tender:
    """The fit alone bid, both the same price."""
    soon = PriceDates(closes_at=JUDGED + DAY, opens_at=JUDGED)
    with pytest.raises(PriceDatesUnfit) as early:
        invite_prices(technical=tender, dates=soon, actor=BUYER, now=JUDGED)
    assert {one.place for one in early.value.faults} == {"closes_at", "opens_at"}
    price = invite_prices(technical=tender, dates=prices, actor=BUYER, now=JUDGED)
    second = rows.sealing(price, JUDGED + HOUR)
    with pytest.raises(MayNotBid):
        rows.send(second, THREE, minor=70_000_000, at=JUDGED + DAY, draws=[1, 2])
    for number in (TWO, ONE):
        rows.send(second, number, minor=90_000_000, at=JUDGED + DAY, draws=[1, 2])
    [first_stage] = Release.objects.filter(ocid=price.ocid).order_by("pk")[0].body["relatedProcesses"]
    assert (first_stage["identifier"], first_stage["relationship"]) == (tender.ocid, ["prior"])
    return rows.open_all(second)


@pytest.mark.django_db
def test_envelopes_that_came_together_are_opened_of_the_fit_and_never_of_the_unfit() -> None:
    rows.suppliers(ONE, TWO, THREE)
    technical = rows.two_stage(ground="two_stage_together")
    price = PriceStage.objects.get(technical=technical).price
    first, second = rows.sealing(technical, NOW + HOUR), rows.sealing(price, NOW + HOUR)
    for place, number in enumerate((ONE, TWO, THREE)):
        rows.send(first, number, minor=0, at=CLOSES - HOUR)
        rows.send(second, number, minor=90_000_000 - place, at=CLOSES - HOUR)
    rows.open_all(first)
    rows.close(second)
    with pytest.raises(TechnicalFirst):
        second.give("buyer", now=OPENS + HOUR)
    judged(Tender.objects.get(pk=technical.pk))

    kept = Bid.objects.get(tender=price, supplier__number=THREE)
    assert (kept.state, kept.refusal, kept.opened_at) == (BidState.REFUSED.value, UNFIT, None)
    seat = Seat.objects.filter(ceremony=second.ceremony).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenedPart.objects.create(seat=seat, bid=kept, part=b"x", given_at=JUDGED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(bid=kept, minor=1, currency="KRW")
    for name in ("buyer", "auditor"):
        second.give(name, now=JUDGED + HOUR)
    assert not OpenedPart.objects.filter(bid=kept).exists()
    opened = Offer.objects.filter(bid__tender=price).order_by("minor").values_list("bid__supplier__number", flat=True)
    assert list(opened) == [TWO, ONE]
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceStage.objects.filter(technical=technical).update(judged_at=None)

    lot = Lot.objects.select_related("tender").get(tender=price)
    reveal_reserve_price(lot=lot, actor=BUYER, now=JUDGED + HOUR)
    award = decide_award(lot=lot, reasons="Lowest of the fit.", actor=BUYER, now=JUDGED + HOUR)
    assert award.supplier.number == TWO


@pytest.mark.django_db
def test_where_nobody_is_fit_no_price_is_opened_and_both_stages_fail() -> None:
    rows.suppliers(ONE)
    technical = rows.two_stage(ground="two_stage_together")
    price = PriceStage.objects.get(technical=technical).price
    first, second = rows.sealing(technical, NOW + HOUR), rows.sealing(price, NOW + HOUR)
    rows.send(first, ONE, minor=0, at=CLOSES - HOUR)
    rows.send(second, ONE, minor=90_000_000, at=CLOSES - HOUR)
    tender = rows.open_all(first)
    rows.scored(tender, {ONE: (10, 10)}, at=OPENS + HOUR)
    lot = Lot.objects.select_related("tender").get(tender=tender)
    number = lot.bids.get().number
    judge_technical(lot=lot, reasons={number: "Not as specified."}, actor=BUYER, now=JUDGED)
    assert not Offer.objects.filter(bid__tender=price).exists()
    rows.close(second)
    settle_stages(now=JUDGED)
    states = set(Tender.objects.filter(pk__in=[technical.pk, price.pk]).values_list("state", flat=True))
    assert states == {TenderState.FAILED.value}
    assert not Offer.objects.filter(bid__tender=price).exists()


@pytest.mark.django_db
def test_what_ends_the_first_stage_ends_the_second_and_a_draft_names_what_it_lacks() -> None:
    technical = rows.two_stage(ground="two_stage_together")
    cancel_tender(tender=technical, reason="Not needed any more.", actor=BUYER, now=NOW + HOUR)
    settle_stages(now=NOW + HOUR)
    price = PriceStage.objects.get(technical=technical).price
    assert (price.state, price.reason) == (TenderState.CANCELLED.value, "Not needed any more.")
    with pytest.raises(TenderUnfit) as refused:
        market_rows.published(method=Method.TWO_STAGE, ground="two_stage")
    assert "procurement.technical_criteria" in {one.code for one in refused.value.faults}
