"""Receive a sealed bid."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from madang.framework.audit import record
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.values import Fault
from madang.framework.values.identifiers import random_symbols
from madang.systems.procurement.domain.bids import in_time
from madang.systems.procurement.domain.secret_sharing import SharesDoNotFit, check_dealing
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.formats.sealed_bid import NotSealed, NotSigned, SealedBid, read_sealed
from madang.systems.procurement.models import Bid, BidderKey, Ceremony, Lot, Supplier
from madang.systems.procurement.usecases.bidding import refusals
from madang.systems.procurement.usecases.bidding.bidder_keys import register_bidder_key
from madang.systems.procurement.usecases.bidding.stamp_receipts import stamp_receipt
from madang.systems.procurement.usecases.market.may_bid import fitness

# By the constraint of the database that a bid meets.
_CLASHES = {
    "procurement_one_bid_a_supplier": refusals.BidStands,
    "procurement_list_closed": refusals.NotOpenForBids,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    lot: Lot
    supplier: Supplier
    ceremony: Ceremony


def submit_bid(*, data: bytes, actor: Actor | None, now: datetime, device: str = "") -> Bid:
    """Check a sealed bid as it came, keep it, and make its receipt. `now` is when it was wholly here.

    A signed-in `actor` sends for the supplier, and the signing key becomes the supplier's; None where a program sends, which
    signs with a key that was registered before. Refuses whole, with the reason.
    """
    limit: int = parameter("procurement.bidding.kilobytes", on=timezone.localdate(now))
    if len(data) > limit * 1024:
        raise refusals.BidTooLarge(limit=limit)
    sealed = _read(data)
    meant = _meant(sealed)
    if actor is not None:
        _require_own(actor, meant.supplier)
    tender = meant.lot.tender
    if tender.closes_at is None or tender.state not in {TenderState.PUBLISHED.value, TenderState.CLOSED.value}:
        raise refusals.NotOpenForBids
    if not in_time(received_at=now, closes_at=tender.closes_at):
        raise refusals.BidLate(closes_at=_instant(tender.closes_at), received_at=_instant(now))

    _require_opening(sealed, meant.ceremony)
    obstacles = fitness(tender=tender, supplier=meant.supplier, now=now)
    if obstacles:
        faults = tuple(Fault(place="supplier", says=str(one.says), code=one.code) for one in obstacles)
        raise refusals.MayNotBid(faults=faults, reasons=" ".join(fault.says for fault in faults))

    bid = _record(data, sealed, meant, actor, now, device)
    stamp_receipt(bid=bid, now=now)
    return bid


def _read(data: bytes) -> SealedBid:
    try:
        return read_sealed(data=data)
    except (NotSealed, NotSigned) as error:
        raise refusals.BidTampered from error


def _meant(sealed: SealedBid) -> _Meant:
    place = sealed.place
    lot = (
        Lot.objects.select_related("tender__ceremony")
        .filter(tender__number=place.tender, position=place.lot, tender__ceremony__key=place.ceremony)
        .first()
    )
    supplier = Supplier.objects.filter(number=place.supplier).first()
    if lot is None or supplier is None:
        raise refusals.BidForeign
    return _Meant(lot=lot, supplier=supplier, ceremony=lot.tender.ceremony)


def _require_own(actor: Actor, supplier: Supplier) -> None:
    """Nobody sends what was sealed for another business."""
    if actor.party is not None and actor.party.key != supplier.number:
        raise refusals.BidForeign
    require(actor, "procurement.supply", supplier.number)


def _require_opening(sealed: SealedBid, ceremony: Ceremony) -> None:
    keys = [bytes.fromhex(one) for one in ceremony.keys]
    context = sealed.place.context
    try:
        check_dealing(dealing=sealed.dealing, keys=keys, threshold=ceremony.threshold, context=context)
    except SharesDoNotFit as error:
        raise refusals.BidDoesNotOpen from error


def _record(data: bytes, sealed: SealedBid, meant: _Meant, actor: Actor | None, now: datetime, device: str) -> Bid:
    tender = meant.lot.tender
    key = _key_of(sealed, meant.supplier, actor, now, device)
    number, sha256 = f"BID-{now:%Y}-{random_symbols(count=10)}", hashlib.sha256(data).hexdigest()
    try:
        with transaction.atomic():
            bid = Bid.objects.create(
                number=number,
                tender=tender,
                lot=meant.lot,
                supplier=meant.supplier,
                sealed=data,
                sha256=sha256,
                body_sha256=hashlib.sha256(sealed.body).hexdigest(),
                received_at=now,
                signed_with=key,
                sent_by=officer(actor) if actor else "",
                receipt=_receipt(number, sha256, meant, now),
            )
            record(
                actor=actor or system_actor("procurement.bids"),
                action="procurement.submit_bid",
                target=f"bid:{number}",
                detail={"tender": tender.number, "lot": meant.lot.position, "sha256": sha256, "key": key.pk},
                now=now,
            )
    except IntegrityError as error:
        raise _clash(error, sealed) from error
    return bid


def _key_of(sealed: SealedBid, supplier: Supplier, actor: Actor | None, now: datetime, device: str) -> BidderKey:
    if actor is not None:
        return register_bidder_key(supplier=supplier, public=sealed.signer, label=device, actor=actor, now=now)
    key = BidderKey.objects.filter(supplier=supplier, public=sealed.signer.hex(), ended_at=None).first()
    if key is None:
        raise refusals.BidderUnknown
    return key


def _receipt(number: str, sha256: str, meant: _Meant, now: datetime) -> str:
    told = {
        "bid": number,
        "lot": meant.lot.position,
        "received_at": now.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "sha256": sha256,
        "supplier": meant.supplier.number,
        "tender": meant.lot.tender.number,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def _clash(error: IntegrityError, sealed: SealedBid) -> Exception:
    if Bid.objects.filter(body_sha256=hashlib.sha256(sealed.body).hexdigest()).exists():
        return refusals.BidReplayed()
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    return _CLASHES[name]() if name in _CLASHES else error


def _instant(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i:s")
