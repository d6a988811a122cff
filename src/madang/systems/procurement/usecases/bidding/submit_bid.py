"""Receive a sealed bid."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format

from madang.framework.audit import content_of
from madang.framework.bulk.prepared import prepared
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
from madang.systems.procurement.models import Bid, Lot, Supplier, Tender
from madang.systems.procurement.usecases.bidding import refusals
from madang.systems.procurement.usecases.bidding.judge_device import Signed, judge_device
from madang.systems.procurement.usecases.bidding.stamp_receipts import stamp_receipt
from madang.systems.procurement.usecases.market.may_bid import fitness

# By the constraint of the database that a bid meets.
_CLASHES = {
    "procurement_one_bid_a_supplier": refusals.BidStands,
    "procurement_list_closed": refusals.NotOpenForBids,
}


# All that the door must know of a bid in one question, which the database plans once. In a deadline's last minute the ORM's
# composing of five such questions would cost more than all arithmetic of a bid.
_FACTS = """
    SELECT tender.id, tender.number, tender.method, tender.state, tender.category, tender.closes_at, lot.id, lot.position,
        supplier.id, supplier.number, supplier.state, ceremony.threshold, ceremony.keys,
        device.id, device.waits, device.fingerprint, device.certified_from, device.certified_until,
        device.standing, device.standing_reason, device.standing_at, device.ended_at
    FROM procurement_tender AS tender
    JOIN procurement_lot AS lot ON lot.tender_id = tender.id AND lot.position = %s
    JOIN procurement_ceremony AS ceremony ON ceremony.tender_id = tender.id AND ceremony.key = %s
    JOIN procurement_supplier AS supplier ON supplier.number = %s
    LEFT JOIN procurement_bidderkey AS device ON device.supplier_id = supplier.id AND device.public = %s
    WHERE tender.number = %s
"""
# In the order in which the models name their fields.
_TENDER, _LOT, _SUPPLIER = (
    ("id", "number", "method", "state", "category", "closes_at"),
    ("id", "position"),
    ("id", "number", "state"),
)
# The bid and its entry in the audit trail: one statement, so both or neither.
_KEEP = """
    WITH kept AS (
        INSERT INTO procurement_bid (number, tender_id, lot_id, supplier_id, sealed, sha256, received_at, state, refusal,
            body_sha256, signed_with_id, sent_by, receipt, token, inclusion)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', %s, %s, %s, %s, %s, %s::jsonb) RETURNING id
    ) SELECT id, audit_append(ARRAY[%s]) FROM kept
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """Where a bid belongs, whose it is, and what is known of the device that signed it."""

    tender: Tender
    lot: Lot
    supplier: Supplier
    threshold: int
    keys: tuple[bytes, ...]
    device: Sequence[Any]


def submit_bid(*, data: bytes, actor: Actor | None, now: datetime) -> Bid:
    """Check a sealed bid as it came, keep it, and make its receipt. `now` is when it was wholly here.

    A signed-in `actor` sends for the supplier; None where a program sends. Either signs with a key that was registered and
    certified before. Refuses whole, with the reason.
    """
    limit: int = parameter("procurement.bidding.kilobytes", on=timezone.localdate(now))
    if len(data) > limit * 1024:
        raise refusals.BidTooLarge(limit=limit)
    sealed = _read(data)
    meant = _meant(sealed)
    if actor is not None:
        _require_own(actor, meant.supplier)
    tender = meant.tender
    if tender.closes_at is None or tender.state not in {TenderState.PUBLISHED.value, TenderState.CLOSED.value}:
        raise refusals.NotOpenForBids
    if not in_time(received_at=now, closes_at=tender.closes_at):
        raise refusals.BidLate(closes_at=_instant(tender.closes_at), received_at=_instant(now))

    _require_opening(sealed, meant)
    obstacles = fitness(tender=tender, supplier=meant.supplier, now=now)
    if obstacles:
        faults = tuple(Fault(place="supplier", says=str(one.says), code=one.code) for one in obstacles)
        raise refusals.MayNotBid(faults=faults, reasons=" ".join(fault.says for fault in faults))

    signed = judge_device(sealed=sealed, row=meant.device, now=now)
    return _record(data, sealed, meant, actor, now, signed)


def _read(data: bytes) -> SealedBid:
    try:
        return read_sealed(data=data)
    except (NotSealed, NotSigned) as error:
        raise refusals.BidTampered from error


def _meant(sealed: SealedBid) -> _Meant:
    place = sealed.place
    asked = (place.lot, place.ceremony, place.supplier, sealed.signer.hex(), place.tender)
    rows = prepared(statement=_FACTS, values=asked)
    if not rows:
        raise refusals.BidForeign
    tender, lot, supplier, (threshold, keys, *device) = rows[0][:6], rows[0][6:8], rows[0][8:11], rows[0][11:]
    return _Meant(
        tender=Tender.from_db(None, _TENDER, tender),
        lot=Lot.from_db(None, _LOT, lot),
        supplier=Supplier.from_db(None, _SUPPLIER, supplier),
        threshold=threshold,
        keys=tuple(bytes.fromhex(one) for one in json.loads(keys)),
        device=device,
    )


def _require_own(actor: Actor, supplier: Supplier) -> None:
    """Nobody sends what was sealed for another business."""
    if actor.party is not None and actor.party.key != supplier.number:
        raise refusals.BidForeign
    require(actor, "procurement.supply", supplier.number)


def _require_opening(sealed: SealedBid, meant: _Meant) -> None:
    context = sealed.place.context
    try:
        check_dealing(dealing=sealed.dealing, keys=meant.keys, threshold=meant.threshold, context=context)
    except SharesDoNotFit as error:
        raise refusals.BidDoesNotOpen from error


def _record(data: bytes, sealed: SealedBid, meant: _Meant, actor: Actor | None, now: datetime, signed: Signed) -> Bid:
    bid = Bid(
        number=f"BID-{now:%Y}-{random_symbols(count=10)}",
        tender_id=meant.tender.pk,
        lot_id=meant.lot.pk,
        supplier_id=meant.supplier.pk,
        sealed=data,
        sha256=hashlib.sha256(data).hexdigest(),
        body_sha256=hashlib.sha256(sealed.body).hexdigest(),
        received_at=now,
        signed_with_id=signed.device,
        sent_by=officer(actor) if actor else "",
    )
    bid.receipt = _receipt(bid, meant, signed)
    # Before it is kept, so that it is written once. Whoever falls here has no receipt yet.
    stamp_receipt(bid=bid, now=now)
    # One statement is a transaction by itself; the trail of who acts for others is written in several.
    alone = not connection.in_atomic_block and (actor is None or actor.acting_for is None)
    try:
        with nullcontext() if alone else transaction.atomic():
            bid.pk = _kept(bid, meant, actor)
    except IntegrityError as error:
        raise _clash(error, bid) from error
    bid._state.adding = False
    return bid


def _kept(bid: Bid, meant: _Meant, actor: Actor | None) -> int:
    said = content_of(
        actor=actor or system_actor("procurement.bids"),
        action="procurement.submit_bid",
        target=f"bid:{bid.number}",
        detail={
            "tender": meant.tender.number,
            "lot": meant.lot.position,
            "sha256": bid.sha256,
            "key": bid.signed_with_id,
        },
        now=bid.received_at,
    )
    place = (bid.number, bid.tender_id, bid.lot_id, bid.supplier_id)
    came = (bid.sealed, bid.sha256, bid.received_at, bid.state, bid.body_sha256)
    signed = (bid.signed_with_id, bid.sent_by)
    told = (bid.receipt, bid.token, bid.inclusion and json.dumps(bid.inclusion))
    return int(prepared(statement=_KEEP, values=(*place, *came, *signed, *told, said))[0][0])


def _receipt(bid: Bid, meant: _Meant, signed: Signed) -> str:
    told = {
        "bid": bid.number,
        "lot": meant.lot.position,
        "received_at": bid.received_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "sha256": bid.sha256,
        "signer": signed.told,
        "supplier": meant.supplier.number,
        "tender": meant.tender.number,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def _clash(error: IntegrityError, bid: Bid) -> Exception:
    if Bid.objects.filter(body_sha256=bid.body_sha256).exists():
        return refusals.BidReplayed()
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    return _CLASHES[name]() if name in _CLASHES else error


def _instant(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i:s")
