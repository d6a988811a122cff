"""Trusted time for receipts: one RFC 3161 token for all receipts that came while the last token was made."""

import hashlib
import json
import threading
import time
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from madang.framework.audit import merkle
from madang.framework.documents.seal.trust import Untrusted, trust_service
from madang.systems.procurement.models import Bid
from madang.systems.procurement.usecases.bidding.refusals import NotStampedYet

# How many receipts share a token at most.
MOST = 64
# Seconds for which the door asks nobody after the trust services were silent; the job of the minute asks on.
SILENCE = 30.0

_KEEP = """
    UPDATE procurement_bid AS bid SET token = %s, inclusion = given.inclusion
    FROM unnest(%s::bigint[], %s::jsonb[]) AS given (id, inclusion) WHERE bid.id = given.id AND bid.token IS NULL
"""


class _Moment:
    """Receipts that get one token; the thread that brought the first one asks for it."""

    def __init__(self) -> None:
        self.bids: list[Bid] = []
        self.done = threading.Event()


class _Door:
    """What this process receives: one moment is stamped at a time, and the next one gathers meanwhile."""

    def __init__(self) -> None:
        self.changing, self.asking = threading.Lock(), threading.Lock()
        self.gathering = _Moment()
        self.silent_until = 0.0

    def join(self, bid: Bid) -> tuple[_Moment, bool]:
        """The moment that the bid's receipt belongs to, and whether it is its first."""
        with self.changing:
            if len(self.gathering.bids) >= MOST:
                self.gathering = _Moment()
            moment = self.gathering
            moment.bids.append(bid)
            return moment, len(moment.bids) == 1

    def end(self, moment: _Moment) -> list[Bid]:
        """All that joined: nobody joins any more."""
        with self.changing:
            if self.gathering is moment:
                self.gathering = _Moment()
            return moment.bids


_door = _Door()


def stamp_receipt(*, bid: Bid, now: datetime) -> None:
    """Have the receipt of a bid stamped that is about to be kept, outside a transaction. While the trust services are silent it
    stays without a token, which `stamp_receipts` brings.
    """
    if trust_service() is None or time.monotonic() < _door.silent_until:
        return
    moment, first = _door.join(bid)
    if not first:
        moment.done.wait()
        return
    try:
        with _door.asking:
            _stamp(_door.end(moment), now)
    except Untrusted:
        _door.silent_until = time.monotonic() + SILENCE
    finally:
        moment.done.set()


def stamp_receipts(*, now: datetime) -> int:
    """Give the receipts that wait for their time a token; how many got one. Stops where the trust services are silent."""
    stamped = 0
    while trust_service() is not None:
        waiting = Bid.objects.filter(token=None).exclude(receipt="").order_by("received_at")
        bids = list(waiting.only("pk", "receipt")[:MOST])
        if not bids:
            break
        try:
            token = _stamp(bids, now)
        except Untrusted:
            break
        _door.silent_until = 0.0
        told = [bid.inclusion and json.dumps(bid.inclusion) for bid in bids]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [token, [bid.pk for bid in bids], told])
            stamped += cursor.rowcount
    return stamped


def stamped_bid(*, number: str) -> Bid:
    """The bid, for its token alone. Raises NotStampedYet where it has none, or there is no such bid."""
    found = Bid.objects.only("number", "token", "inclusion").filter(number=number).exclude(token=None).first()
    if found is None:
        raise NotStampedYet
    return found


def _stamp(bids: Sequence[Bid], now: datetime) -> bytes:
    """One token for all of them. A receipt that is alone is stamped itself. Raises Untrusted."""
    service = trust_service()
    if service is None:
        raise Untrusted("There is no trust service.")
    receipts = [bid.receipt.encode() for bid in bids]
    alone = len(receipts) == 1
    imprint = hashlib.sha256(receipts[0]).digest() if alone else merkle.root(leaves=receipts)
    token = service.stamp(imprint=imprint, now=now)
    for place, bid in enumerate(bids):
        bid.token, bid.inclusion = token, None if alone else _inclusion(receipts, place)
    return token


def _inclusion(receipts: Sequence[bytes], place: int) -> dict[str, object]:
    path = merkle.inclusion_path(leaves=receipts, place=place)
    return {"place": place, "size": len(receipts), "path": [one.hex() for one in path]}
