"""Read what releases tell, for any number of ocids in the same few queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from madang.framework.identity.models import Office
from madang.systems.procurement.domain.words import BidState, ContractState, TenderState
from madang.systems.procurement.models import Award, Bid, Contract, Criterion, Item, Lot, Supplier, Tender

OPENED = frozenset({TenderState.OPENED.value, TenderState.AWARDED.value, TenderState.FAILED.value})


@dataclass(slots=True)
class Told:
    """The rows of one ocid that the public may know of."""

    tender: Tender | None = None
    lots: list[Lot] = field(default_factory=list)
    items: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    criteria: list[Criterion] = field(default_factory=list)
    bidders: list[Supplier] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)


def gather(*, ocids: Collection[str]) -> dict[str, Told]:
    """The rows by ocid. Who bids is read only of tenders whose bids were opened, and never what is offered."""
    found: dict[str, Told] = {ocid: Told() for ocid in ocids}
    tenders = {one.pk: one for one in Tender.objects.filter(ocid__in=ocids)}
    told = {pk: found[one.ocid] for pk, one in tenders.items()}
    for pk, one in tenders.items():
        told[pk].tender = one
    for lot in Lot.objects.filter(tender__in=tenders).order_by("position"):
        told[lot.tender_id].lots.append(lot)
    for item in (
        Item.objects.filter(lot__tender__in=tenders).select_related("lot").order_by("lot__position", "position")
    ):
        told[item.lot.tender_id].items[item.lot_id].append(item)
    for criterion in Criterion.objects.filter(tender__in=tenders).order_by("pk"):
        told[criterion.tender_id].criteria.append(criterion)
    _read_bidders(told, tenders)
    for award in Award.objects.filter(tender__in=tenders).select_related("lot", "supplier").order_by("pk"):
        told[award.tender_id].awards.append(award)
    made = Contract.objects.filter(ocid__in=ocids).exclude(state=ContractState.PENDING.value)
    for contract in made.select_related("supplier", "award__lot").order_by("pk"):
        found[contract.ocid].contracts.append(contract)
    return found


def _read_bidders(told: dict[int, Told], tenders: dict[int, Tender]) -> None:
    opened = [pk for pk, one in tenders.items() if one.state in OPENED]
    counted = (BidState.OPENED.value, BidState.REFUSED.value)
    bids = Bid.objects.filter(tender__in=opened, state__in=counted).defer("sealed").select_related("supplier")
    for bid in bids.order_by("supplier__number", "pk"):
        bidders = told[bid.tender_id].bidders
        if not bidders or bidders[-1].pk != bid.supplier_id:
            bidders.append(bid.supplier)


def office_names(*, codes: Collection[str]) -> dict[str, str]:
    """The offices' names by code."""
    return dict(Office.objects.filter(code__in=codes).values_list("code", "name"))
