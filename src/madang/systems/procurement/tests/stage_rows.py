"""Two-stage tenders and frameworks for the tests, with sealed bids, custodians and evaluators as in earnest."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from madang.framework.identity.actor import Actor
from madang.systems.procurement.domain.drafts import CriterionDraft
from madang.systems.procurement.domain.words import Method
from madang.systems.procurement.models import Bid, Ceremony, CustodianKey, Lot, Supplier, Tender
from madang.systems.procurement.tests import bidding_market as bidding
from madang.systems.procurement.tests import market
from madang.systems.procurement.tests.award_rows import make_evaluator
from madang.systems.procurement.tests.bidding_market import CUSTODIANS, Market
from madang.systems.procurement.usecases.award.appoint_panel import appoint_panel
from madang.systems.procurement.usecases.award.declare_interest import declare_interest
from madang.systems.procurement.usecases.award.opening_of import opened_bids
from madang.systems.procurement.usecases.award.reveal_scores import reveal_scores
from madang.systems.procurement.usecases.award.submit_scores import submit_scores
from madang.systems.procurement.usecases.bidding.appoint_custodians import appoint_custodians
from madang.systems.procurement.usecases.bidding.close_bidding import close_bidding

NOW, BUYER = market.NOW, market.BUYER_HERE
CLOSES, OPENS = market.DRAFT.closes_at or NOW, market.DRAFT.opens_at or NOW
SETTLED = timedelta(minutes=5)
TECHNICAL = (
    CriterionDraft(code="quality", title="Quality", points=60),
    CriterionDraft(code="plan", title="Plan", points=40),
)


def suppliers(*numbers: str) -> list[Supplier]:
    for number in numbers:
        market.business(number)
    return [bidding.supplier(number, asked=NOW) for number in numbers]


def two_stage(*, ground: str, base: int | None = None) -> Tender:
    lots = tuple(replace(lot, base_price=base) for lot in market.DRAFT.lots)
    return market.published(method=Method.TWO_STAGE, ground=ground, criteria=TECHNICAL, lots=lots)


def sealing(tender: Tender, at: datetime) -> Market:
    """The tender with its ceremony."""
    held = {one.officer: one for one in CustodianKey.objects.filter(ended_at=None)}
    keys = list(held.values()) or [bidding.registered(name) for name in CUSTODIANS]
    ceremony = appoint_custodians(tender=tender, keys=keys, actor=BUYER, now=at)
    return Market(tender=tender, lot=Lot.objects.select_related("tender").get(tender=tender), ceremony=ceremony)


def send(taken: Market, number: str, *, minor: int, at: datetime, **content: Any) -> Bid:
    return taken.send(number, minor=minor, now=at, content={"draws": [], "answers": {}} | content)


def close(taken: Market) -> Ceremony:
    tender = Tender.objects.get(pk=taken.tender.pk)
    close_bidding(ceremony=taken.ceremony, now=(tender.closes_at or NOW) + SETTLED)
    taken.ceremony.refresh_from_db()
    return taken.ceremony


def open_all(taken: Market) -> Tender:
    """Closed and opened by two custodians."""
    close(taken)
    tender = Tender.objects.get(pk=taken.tender.pk)
    for name in ("buyer", "auditor"):
        taken.give(name, now=(tender.opens_at or NOW) + SETTLED)
    tender.refresh_from_db()
    return tender


def scored(tender: Tender, points: dict[str, tuple[int, int]], *, at: datetime) -> list[Actor]:
    """A panel of three that all give each supplier these points for quality and plan."""
    panel = [make_evaluator(f"evaluator {place}") for place in (1, 2, 3)]
    appoint_panel(tender=tender, accounts=[one.account_id or 0 for one in panel], actor=BUYER, now=at)
    lot = Lot.objects.select_related("tender").get(tender=tender)
    bids = opened_bids(lot=lot)
    for actor in panel:
        declare_interest(tender=tender, interest="", actor=actor, now=at)
        pairs = {bid.number: points[bid.supplier.number] for bid in bids}
        sheet = {number: {"quality": quality, "plan": plan} for number, (quality, plan) in pairs.items()}
        submit_scores(lot=lot, sheet=sheet, actor=actor, now=at)
    reveal_scores(lot=lot, actor=BUYER, now=at)
    return panel
