"""Framework agreements from their terms to orders, and every way of ordering too much, too early, too late or past the members.

Rules: State Contracts Act art. 22 (within the year's budget); Government Procurement Act Enforcement Decree art. 13 (1) (two
members at least), (3) (members compete from an amount on). Amounts are reckoned by hand beside each step.
"""

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from madang.framework.identity.may import Forbidden
from madang.framework.identity.officers import officer
from madang.framework.notify.models import Message
from madang.systems.procurement.domain.frameworks import (
    Limit,
    Passed,
    Way,
    limits_passed,
    must_compete,
    price_of,
    terms_faults,
)
from madang.systems.procurement.domain.words import Method, Step
from madang.systems.procurement.models import (
    Agreement,
    Award,
    CartLine,
    Clearance,
    Contract,
    Lot,
    Release,
    Supplier,
    Tender,
)
from madang.systems.procurement.tests import market as market_rows
from madang.systems.procurement.tests import stage_rows as rows
from madang.systems.procurement.tests.stage_rows import BUYER, CLOSES, NOW, OPENS
from madang.systems.procurement.usecases.award.decide_award import decide_award
from madang.systems.procurement.usecases.award.finalise_awards import finalise_award
from madang.systems.procurement.usecases.award.rank_bids import latest_ranking
from madang.systems.procurement.usecases.award.reveal_reserve_price import reveal_reserve_price
from madang.systems.procurement.usecases.bidding.refusals import MayNotBid
from madang.systems.procurement.usecases.contract.draw_paper import draw_paper
from madang.systems.procurement.usecases.contract.listed import listed
from madang.systems.procurement.usecases.contract.make_contract import AwardIsFramework, Part, Plan, make_contract
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.frameworks.admit import TooFewMembers
from madang.systems.procurement.usecases.frameworks.announce import set_terms
from madang.systems.procurement.usecases.frameworks.call_off import CallOffUnfit, CompetitionNeeded, call_off
from madang.systems.procurement.usecases.frameworks.compete import NoCompetition, begin_competition
from madang.systems.procurement.usecases.frameworks.room import BeyondFramework, beyond_by, room_of
from madang.systems.procurement.usecases.frameworks.sell_in_mall import NotForMall, sell_in_mall
from madang.systems.procurement.usecases.mall.place_order import Choice, place_order
from madang.systems.procurement.usecases.market.draft_tender import TenderUnfit, change_draft, draft_of
from madang.systems.procurement.usecases.market.publish_tender import publish_tender

ONE, TWO, THREE = (f"101810000{place}" for place in range(1, 4))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STARTS, ENDS = date(2026, 7, 3), date(2026, 12, 31)
# A Monday within the period.
ORDERED = datetime(2026, 7, 6, 3, 0, tzinfo=UTC)
PLAN = Plan(
    line="L",
    account="004-1234567890",
    holder="owner",
    starts_on=ORDERED.date(),
    ends_on=ORDERED.date() + 30 * DAY,
    defect_percent=Decimal(3),
    parts=(Part(title="All", due_on=ORDERED.date() + 20 * DAY, percent=Decimal(100)),),
)


def test_a_quantity_costs_its_share_rounded_down_and_each_limit_says_by_how_much() -> None:
    assert price_of(minor=100, whole=Decimal(3), quantity=Decimal(2)) == 66
    assert price_of(minor=80_000_000, whole=Decimal(2000), quantity=Decimal(500)) == 20_000_000
    period = {"starts_on": STARTS, "ends_on": ENDS}
    assert limits_passed(minor=10, used=90, ceiling=100, on=ENDS, **period) == []
    early = limits_passed(minor=11, used=90, ceiling=100, on=STARTS - 2 * DAY, **period)
    assert early == [Passed(limit=Limit.BEFORE_PERIOD, by=2), Passed(limit=Limit.CEILING, by=1)]
    late = limits_passed(minor=1, used=0, ceiling=100, on=ENDS + DAY, **period)
    assert late == [Passed(limit=Limit.AFTER_PERIOD, by=1)]


def test_members_compete_as_the_notice_and_the_law_say_and_never_alone() -> None:
    given = {"minor": 50, "competition_from": 50}
    assert must_compete(way=Way.DIRECT, members=2, **given)
    assert not must_compete(way=Way.DIRECT, members=2, minor=49, competition_from=50)
    assert not must_compete(way=Way.COMPETITION, members=1, **given)
    assert must_compete(way=Way.COMPETITION, members=2, minor=1, competition_from=None)
    year = {"starts_on": STARTS, "ends_on": date(2027, 1, 1), "within_year": True}
    assert terms_faults(members_most=1, members_least=2, **year) == ["framework_members_few", "framework_beyond_year"]


def drafted(*, ground: str) -> Tender:
    return market_rows.drafted(method=Method.FRAMEWORK, ground=ground)


def terms(tender: Tender, *, members: int = 2, ends_on: date = ENDS, way: Way = Way.EITHER) -> None:
    given = {"members_most": members, "starts_on": STARTS, "ends_on": ends_on, "way": way}
    set_terms(tender=tender, actor=BUYER, now=NOW, **given)


def codes(tender: Tender) -> set[str]:
    with pytest.raises(TenderUnfit) as refused:
        publish_tender(tender=tender, actor=BUYER, now=NOW)
    return {one.code for one in refused.value.faults}


def awarded(tender: Tender, prices: dict[str, int], *, at: datetime = OPENS + HOUR) -> Award:
    """Sealed, opened and awarded; the award stands still."""
    taken = rows.sealing(tender, (tender.published_at or NOW) + HOUR)
    for number, minor in prices.items():
        rows.send(taken, number, minor=minor, at=(tender.closes_at or CLOSES) - HOUR)
    rows.open_all(taken)
    lot = Lot.objects.select_related("tender").get(tender=tender)
    reveal_reserve_price(lot=lot, actor=BUYER, now=at)
    return decide_award(lot=lot, reasons="The lowest prices.", actor=BUYER, now=at)


def admitted() -> tuple[Lot, Agreement, Agreement]:
    """2,000 reams for at most 90 million: ONE offers 80 million (40,000 each), TWO 84 million (42,000), THREE 88 million."""
    rows.suppliers(ONE, TWO, THREE)
    tender = drafted(ground="multi_supplier")
    terms(tender)
    publish_tender(tender=tender, actor=BUYER, now=NOW)
    tender.refresh_from_db()
    award = awarded(tender, {THREE: 88_000_000, TWO: 84_000_000, ONE: 80_000_000})
    finalise_award(award=award, actor=BUYER, now=award.standstill_until)
    for one in Supplier.objects.all():
        valid = {"asked_at": ORDERED, "asked_on": ORDERED.date(), "valid_until": ORDERED.date() + 30 * DAY}
        Clearance.objects.create(supplier=one, source="charges", clear=True, currency="KRW", **valid)
    held = Agreement.objects.select_related("lot__tender__framework_terms", "supplier").order_by("place")
    first, second = held
    return first.lot, first, second


@pytest.mark.django_db
def test_a_framework_is_announced_with_terms_that_the_law_allows_and_admits_no_fewer_than_it_asks() -> None:
    tender = drafted(ground="multi_supplier")
    assert codes(tender) == {"procurement.framework_terms_missing"}
    terms(tender, members=1)
    assert codes(tender) == {"procurement.framework_members_few"}
    alone = drafted(ground="unit_price")
    terms(alone, members=1, ends_on=date(2027, 1, 1))
    assert codes(alone) == {"procurement.framework_beyond_year"}
    with pytest.raises(Forbidden):
        set_terms(
            tender=alone,
            members_most=1,
            starts_on=STARTS,
            ends_on=ENDS,
            way=Way.DIRECT,
            actor=market_rows.BUYER_ELSEWHERE,
            now=NOW,
        )
    stray = market_rows.drafted(method=Method.RESTRICTED, ground="framework_call_off")
    assert "procurement.call_off_alone" in codes(stray)

    rows.suppliers(ONE)
    terms(tender)
    publish_tender(tender=tender, actor=BUYER, now=NOW)
    tender.refresh_from_db()
    with pytest.raises(TooFewMembers):
        awarded(tender, {ONE: 80_000_000})
    tender.framework_terms.ends_on = ENDS + DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        tender.framework_terms.save()


@pytest.mark.django_db
def test_orders_go_to_the_members_within_ceiling_and_period_and_the_refusal_says_by_how_much() -> None:
    lot, first, second = admitted()
    assert (first.supplier.number, second.supplier.number) == (ONE, TWO)
    assert Agreement.objects.count() == 2
    assert Message.objects.filter(template="procurement/admitted").count() == 2
    with pytest.raises(AwardIsFramework):
        make_contract(award=first.award, plan=PLAN, actor=BUYER, now=ORDERED)

    made = call_off(agreement=first, quantity=Decimal(500), reason="", plan=PLAN, actor=BUYER, now=ORDERED)
    assert (made.minor, made.award, made.ocid) == (20_000_000, None, lot.tender.ocid)
    assert made.fundings.get().minor == 20_000_000
    # From the draft on it stands where both sides work on their contracts.
    assert listed().get() == made
    paper = subprocess.run(["pdftotext", "-", "-"], input=draw_paper(contract=made), capture_output=True, check=True)
    assert first.number in paper.stdout.decode()
    told = _signed(made)
    (item,) = told["items"]
    assert (item["id"], item["quantity"], item["relatedLot"]) == ("1-1", 500, "1")
    with pytest.raises(CallOffUnfit) as unreasoned:
        call_off(agreement=second, quantity=Decimal(1100), reason=" ", plan=PLAN, actor=BUYER, now=ORDERED)
    assert unreasoned.value.faults[0].place == "reason"
    why = "The first cannot deliver to the islands."
    call_off(agreement=second, quantity=Decimal(1100), reason=why, plan=PLAN, actor=BUYER, now=ORDERED)
    # 1,100 at 42,000 are 46.2 million; with the 20 million 66.2 of 90.
    assert (room_of(lot=lot).used, room_of(lot=lot).left) == (66_200_000, 23_800_000)
    _refuse_beyond(first)
    assert Contract.objects.count() == 2
    assert (beyond_by(contract=made, minor=43_800_000), beyond_by(contract=made, minor=43_800_001)) == (0, 1)
    made.state = "cancelled"
    made.save()
    assert room_of(lot=lot).left == 43_800_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=first.pk).update(minor=1)


def _signed(made: Contract) -> dict[str, Any]:
    """What the public reads of the contract once both have signed."""
    Contract.objects.filter(pk=made.pk).update(state="active", signed_at=ORDERED)
    with transaction.atomic():
        release = publish_release(ocid=made.ocid, step=Step.CONTRACT, now=ORDERED)
    (told,) = release.body["contracts"]
    return dict(told)


@translation.override("en")
def _refuse_beyond(first: Agreement) -> None:
    """What would pass a limit, with 23.8 million left."""
    with pytest.raises(CompetitionNeeded):
        call_off(agreement=first, quantity=Decimal(1250), reason="", plan=PLAN, actor=BUYER, now=ORDERED)
    with pytest.raises(BeyondFramework) as beyond:
        call_off(agreement=first, quantity=Decimal(600), reason="", plan=PLAN, actor=BUYER, now=ORDERED)
    # 600 at 40,000 are 24 million: 200,000 more than is left.
    assert [one.code for one in beyond.value.faults] == ["procurement.framework.ceiling"]
    assert "200,000" in beyond.value.faults[0].says
    for now, code in (
        (datetime(2026, 7, 1, 3, tzinfo=UTC), "before_period"),
        (datetime(2027, 1, 2, 3, tzinfo=UTC), "after_period"),
    ):
        with pytest.raises(BeyondFramework) as outside:
            call_off(agreement=first, quantity=Decimal(1), reason="", plan=PLAN, actor=BUYER, now=now)
        assert [one.code for one in outside.value.faults] == [f"procurement.framework.{code}"]
        assert "2 days" in outside.value.faults[0].says
    other = market_rows.BUYER_ELSEWHERE
    with pytest.raises(Forbidden):
        call_off(agreement=first, quantity=Decimal(1), reason="", plan=PLAN, actor=other, now=ORDERED)


def _names_its_framework(draft: Tender, lot: Lot) -> None:
    """The code of OCDS for the second stage of a framework agreement procedure (codelist relatedProcess)."""
    [related] = Release.objects.get(ocid=draft.ocid).body["relatedProcesses"]
    assert (related["relationship"], related["identifier"]) == (["framework"], lot.tender.ocid)


@pytest.mark.django_db
def test_members_compete_below_their_own_prices_and_the_award_counts_under_the_ceiling() -> None:
    lot, _first, _second = admitted()
    draft = begin_competition(lot=lot, quantity=Decimal(100), actor=BUYER, now=ORDERED)
    # At the dearer member's price: 100 at 42,000.
    assert draft.estimated == 4_200_000
    dates = {"questions_until": ORDERED + 5 * DAY, "closes_at": ORDERED + 9 * DAY, "opens_at": ORDERED + 9 * DAY}
    change_draft(tender=draft, draft=replace(draft_of(tender=draft), **dates), actor=BUYER, now=ORDERED)
    draft.refresh_from_db()
    stranger = Supplier.objects.get(number=THREE)
    extra = draft.invitations.create(supplier=stranger, invited_at=ORDERED, by="x")
    with pytest.raises(TenderUnfit) as foreign:
        publish_tender(tender=draft, actor=BUYER, now=ORDERED)
    assert {one.code for one in foreign.value.faults} == {"procurement.call_off_members"}
    extra.delete()
    publish_tender(tender=draft, actor=BUYER, now=ORDERED)
    draft.refresh_from_db()
    _names_its_framework(draft, lot)
    with pytest.raises(MayNotBid):
        awarded(draft, {THREE: 3_000_000})
    taken = rows.Market(tender=draft, lot=draft.lots.get(), ceremony=draft.ceremony)
    for number, minor in ((ONE, 4_100_000), (TWO, 4_150_000)):
        rows.send(taken, number, minor=minor, at=ORDERED + 8 * DAY)
    rows.open_all(taken)
    opened, at = Lot.objects.select_related("tender").get(tender=draft), ORDERED + 10 * DAY
    reveal_reserve_price(lot=opened, actor=BUYER, now=at)
    award = decide_award(lot=opened, reasons="The lowest within its agreement.", actor=BUYER, now=at)
    # ONE agreed to 4.0 million for a hundred and asked 4.1: out, although it is the cheaper.
    assert award.supplier.number == TWO
    ranking = latest_ranking(lot=opened)
    assert ranking is not None
    assert [one["why"] for one in ranking.opening["ranking"]] == ["", "above_agreement"]
    assert room_of(lot=lot).used == 4_150_000
    award = finalise_award(award=award, actor=BUYER, now=award.standstill_until)
    make_contract(award=award, plan=PLAN, actor=BUYER, now=award.final_at or at)
    assert room_of(lot=lot).used == 4_150_000
    assert Agreement.objects.count() == 2
    # As if the notice had said that orders are placed directly.
    lot.tender.framework_terms.way = Way.DIRECT.value
    with pytest.raises(NoCompetition):
        begin_competition(lot=lot, quantity=Decimal(1), actor=BUYER, now=ORDERED)


@pytest.mark.django_db
def test_an_agreement_on_goods_is_sold_in_the_mall_under_the_same_ceiling() -> None:
    lot, first, second = admitted()
    catalogue = sell_in_mall(agreement=first, delivery_days=5, actor=BUYER, now=ORDERED)
    item = catalogue.items.get()
    assert (item.minor, catalogue.until_on) == (40_000, ENDS)
    with pytest.raises(NotForMall):
        sell_in_mall(agreement=first, delivery_days=5, actor=BUYER, now=ORDERED)
    with pytest.raises(NotForMall):
        sell_in_mall(agreement=second, delivery_days=5, actor=BUYER, now=datetime(2027, 1, 2, 3, tzinfo=UTC))

    def order(quantity: int) -> int:
        held = {"office": "6110000", "holder": officer(market_rows.BUYER_ELSEWHERE), "item": item}
        CartLine.objects.update_or_create(**held, defaults={"quantity": quantity, "put_at": ORDERED})
        given = {"supplier": first.supplier, "actor": market_rows.BUYER_ELSEWHERE, "now": ORDERED}
        return place_order(office="6110000", choice=Choice(place="City hall", line="6110-1"), **given).minor

    assert order(400) == 16_000_000
    call_off(agreement=second, quantity=Decimal(1000), reason="Islands.", plan=PLAN, actor=BUYER, now=ORDERED)
    # 16 and 42 million of 90; 400 more are 74, and then 500 would be 94.
    assert order(400) == 16_000_000
    with pytest.raises(BeyondFramework) as beyond:
        order(500)
    assert "4,000,000" in beyond.value.faults[0].says
    with pytest.raises(CompetitionNeeded):
        order(1250)
    assert room_of(lot=lot).used == 74_000_000
    # A change of a confirmed order counts as well: of the 16 million left, 15 are taken, and one is left.
    (changed, _other) = Contract.objects.filter(mall_order__isnull=False).order_by("pk")
    assert (beyond_by(contract=changed, minor=32_000_000), beyond_by(contract=changed, minor=32_000_001)) == (0, 1)
    Contract.objects.filter(pk=changed.pk).update(minor=31_000_000)
    assert room_of(lot=lot).left == 1_000_000
    changed.refresh_from_db()
    assert beyond_by(contract=changed, minor=32_000_001) == 1
