"""Leave sealed bids with their receipts, as they lie here before the opening."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Count, Q

from madang.systems.procurement.domain.words import BidState
from madang.systems.procurement.formats.device_certificate import chain_in_pem
from madang.systems.procurement.models import Bid, Ceremony
from madang.systems.procurement.models.ceremony import OPEN
from madang.systems.procurement.usecases.bidding.find_ceremony import ceremony_told
from madang.systems.procurement.usecases.bidding.signer_of_bid import chain_of


def write_bid_files(*, out: Path) -> Iterator[str]:
    """`bids/` of the tender that has most bids and is not opened: `ceremony.json` (for whose keys), and of each bid the sealed
    bid (a compact JWS), the certificates of the device that signed it, its receipt and, where there is one, the RFC 3161 token,
    with the way to it where several share it.
    """
    standing = Count("tender__bids", filter=Q(tender__bids__state=BidState.RECEIVED.value))
    found = Ceremony.objects.filter(state=OPEN).select_related("tender").annotate(standing=standing)
    ceremony = found.order_by("-standing", "pk").first()
    if ceremony is None:
        yield "no tender takes bids just now, so there is no sealed bid to show"
        return
    folder = out / "bids"
    folder.mkdir(exist_ok=True)
    told = json.dumps(ceremony_told(ceremony=ceremony), indent=1, default=str)
    (folder / "ceremony.json").write_text(told + "\n", encoding="utf-8")
    bids = (
        Bid.objects.select_related("signed_with")
        .filter(tender=ceremony.tender_id, state=BidState.RECEIVED.value)
        .order_by("number")
    )
    stamped = 0
    for bid in bids:
        (folder / f"{bid.number}.jws").write_bytes(bytes(bid.sealed))
        (folder / f"{bid.number}.receipt.json").write_text(bid.receipt, encoding="utf-8")
        if bid.token:
            (folder / f"{bid.number}.receipt.tst").write_bytes(bytes(bid.token))
            stamped += 1
        if chain := chain_of(bid=bid):
            (folder / f"{bid.number}.chain.pem").write_text(chain_in_pem(told=chain), encoding="utf-8")
        if bid.inclusion:
            (folder / f"{bid.number}.inclusion.json").write_text(json.dumps(bid.inclusion), encoding="utf-8")
    open_them = f"any {ceremony.threshold} of {len(ceremony.keys)} custodians open"
    sealed = f"{len(bids)} bids for {ceremony.tender.number}, which {open_them}"
    yield f"{sealed}, with receipts ({stamped} with their trusted time): bids/"
