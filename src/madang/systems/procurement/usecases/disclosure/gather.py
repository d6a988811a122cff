"""Read what releases tell, for any number of ocids in the same few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from madang.framework.law import parameter
from madang.systems.procurement.domain.words import AwardBy, BidState, ContractState, TenderState
from madang.systems.procurement.models import (
    Award,
    Bid,
    Change,
    ClosingExtension,
    Competition,
    Contract,
    Correction,
    Criterion,
    Delivery,
    Item,
    Lot,
    Milestone,
    Offer,
    PlannedPurchase,
    PriceStage,
    SealedScore,
    Supplier,
    Tender,
)

OPENED = frozenset({TenderState.OPENED.value, TenderState.AWARDED.value, TenderState.FAILED.value})
BEFORE_OPENING = frozenset({TenderState.PUBLISHED.value, TenderState.CLOSED.value})
"""Nothing is awarded nor signed of such a tender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An opened bid: its price, where it says one, may be told from `priced_from` on; None where never yet."""

    bid: Bid
    priced_from: datetime | None

    def as_of(self, at: datetime) -> "Opened":
        """As it could be told then."""
        return self if self.priced_from and self.priced_from <= at else replace(self, priced_from=None)


@dataclass(slots=True)
class Told:
    """The rows of one ocid that the public may know of."""

    plan: PlannedPurchase | None = None
    tender: Tender | None = None
    lots: list[Lot] = field(default_factory=list)
    items: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    criteria: list[Criterion] = field(default_factory=list)
    bids: list[Opened] = field(default_factory=list)
    """What was opened, by supplier."""
    awards: list[Award] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    """With milestones, accepted deliveries, invoices, claims and changes in force; an order with what was ordered."""
    related: list[tuple[str, str, str]] = field(default_factory=list)
    """What it follows: the framework of a mini-competition, the first stage of prices, as (relationship, ocid, title)."""
    reasons: dict[datetime, str] = field(default_factory=dict)
    """Why the notice was corrected, extended or cancelled, as its page says it, by when."""

    def as_of(self, at: datetime) -> "Told":
        """Without what came later: told afterwards, history names nobody before the opening, the award or the signature."""
        opens_at = self.tender.opens_at if self.tender else None
        return replace(
            self,
            bids=[one.as_of(at) for one in self.bids] if opens_at and opens_at <= at else [],
            awards=[one for one in self.awards if one.decided_at <= at],
            contracts=[one for one in self.contracts if (one.signed_at or one.made_at) <= at],
        )

    @property
    def bidders(self) -> list[Supplier]:
        """Who bid, each once."""
        return list({one.bid.supplier_id: one.bid.supplier for one in self.bids}.values())

    @property
    def buyer(self) -> str:
        """The code of the office that buys; empty where nothing is told."""
        if self.tender:
            return self.tender.buyer
        return self.plan.office if self.plan else self.contracts[0].buyer if self.contracts else ""


def gather(*, ocids: Collection[str]) -> dict[str, Told]:
    """The rows by ocid: no draft, no plan before it is published, no contract before it is signed. Who bids is read only of
    tenders whose bids were opened, and of offers the price alone.
    """
    found: dict[str, Told] = {ocid: Told() for ocid in ocids}
    for plan in PlannedPurchase.objects.filter(ocid__in=ocids, published_at__isnull=False):
        found[plan.ocid].plan = plan
    tenders = {one.pk: one for one in Tender.objects.filter(ocid__in=ocids, published_at__isnull=False)}
    told = {pk: found[one.ocid] for pk, one in tenders.items()}
    for pk, one in tenders.items():
        told[pk].tender = one
    lots = {one.pk: one for one in Lot.objects.filter(tender__in=tenders).order_by("position")}
    for lot in lots.values():
        told[lot.tender_id].lots.append(lot)
    for item in Item.objects.filter(lot__in=lots).order_by("position"):
        item.lot = lots[item.lot_id]
        told[item.lot.tender_id].items[item.lot_id].append(item)
    for criterion in Criterion.objects.filter(tender__in=tenders).order_by("pk"):
        told[criterion.tender_id].criteria.append(criterion)
    _read_reasons(told, tenders)
    _read_related(told, tenders)
    early = {pk for pk, one in tenders.items() if one.state in BEFORE_OPENING}
    if judged := tenders.keys() - early:
        for award in Award.objects.filter(tender__in=judged).select_related("supplier").order_by("pk"):
            award.lot = lots[award.lot_id]
            told[award.tender_id].awards.append(award)
        _read_bids(told, tenders, lots)
    for contract in _contracts({*ocids} - {tenders[pk].ocid for pk in early}):
        found[contract.ocid].contracts.append(contract)
    return found


def _read_bids(told: dict[int, Told], tenders: dict[int, Tender], lots: dict[int, Lot]) -> None:
    opened = [pk for pk, one in tenders.items() if one.state in OPENED]
    counted = (BidState.OPENED.value, BidState.REFUSED.value)
    bids = Bid.objects.filter(tender__in=opened, state__in=counted).defer("sealed").select_related("supplier", "offer")
    awarded = _first((award.lot_id, award.decided_at) for pk in opened for award in told[pk].awards)
    blind = [pk for pk in opened if tenders[pk].award_by == AwardBy.BEST_VALUE.value]
    scores = SealedScore.objects.filter(lot__tender__in=blind, revealed_at__isnull=False)
    scored = _first(scores.values_list("lot", "revealed_at")) if blind else {}
    for bid in bids.order_by("supplier__number", "pk"):
        tender, bid.lot = tenders[bid.tender_id], lots[bid.lot_id]
        known = _priced_from(bid, tender, awarded.get(bid.lot_id), scored.get(bid.lot_id))
        told[bid.tender_id].bids.append(Opened(bid=bid, priced_from=known))


def _first(instants: Iterable[tuple[int, datetime | None]]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for lot, at in instants:
        if at is not None:
            found[lot] = min(at, found.get(lot, at))
    return found


def _priced_from(bid: Bid, tender: Tender, awarded: datetime | None, scored: datetime | None) -> datetime | None:
    """From when the law has the price published: the opening or the award. Never while a panel still scores without it."""
    offer: Offer | None = getattr(bid, "offer", None)
    if offer is None or not offer.minor or bid.opened_at is None:
        return None
    at = awarded if _with_the_award(tender) else bid.opened_at
    if tender.award_by != AwardBy.BEST_VALUE.value:
        return at
    return max(at, scored) if at and scored else None


def _with_the_award(tender: Tender) -> bool:
    on = timezone.localdate(tender.published_at) if tender.published_at else None
    return on is None or parameter("procurement.disclosure.prices_from", on=on) == "award"


def _read_reasons(told: dict[int, Told], tenders: dict[int, Tender]) -> None:
    for pk, tender in tenders.items():
        if tender.state == TenderState.CANCELLED.value and tender.ended_at:
            told[pk].reasons[tender.ended_at] = tender.reason
    corrected, extended = (
        model.objects.filter(tender__in=tenders).values_list("tender", "at", "reason")
        for model in (Correction, ClosingExtension)
    )
    for pk, at, reason in corrected.union(extended.exclude(reason=""), all=True):
        told[pk].reasons[at] = reason


def _read_related(told: dict[int, Told], tenders: dict[int, Tender]) -> None:
    competitions = Competition.objects.filter(tender__in=tenders).order_by("pk")
    for pk, ocid, title in competitions.values_list("tender", "lot__tender__ocid", "lot__tender__title"):
        told[pk].related.append(("framework", ocid, title))
    stages = PriceStage.objects.filter(price__in=tenders).order_by("pk")
    for pk, ocid, title in stages.values_list("price", "technical__ocid", "technical__title"):
        told[pk].related.append(("prior", ocid, title))


def _contracts(ocids: Collection[str]) -> list[Contract]:
    if not ocids:
        return []
    made = Contract.objects.filter(ocid__in=ocids).exclude(state=ContractState.PENDING.value)
    # Few ocids have contracts: what belongs to them is read apart, so that asking costs the others little.
    parts = (
        Prefetch("award", Award.objects.select_related("lot")),
        Prefetch("changes", Change.objects.filter(in_force_at__isnull=False)),
        Prefetch("milestones", Milestone.objects.order_by("position")),
        Prefetch("milestones__deliveries", Delivery.objects.filter(accepted=True)),
        "milestones__invoices__claims",
        "mall_order__lines__item",
        "call_off__agreement__lot__items",
    )
    return list(made.select_related("supplier").prefetch_related(*parts).order_by("pk"))
