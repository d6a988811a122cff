"""Trusted time for receipts: an RFC 3161 token over the receipt's SHA-256, at once where it can be had, else later."""

import hashlib
from datetime import datetime

from madang.framework.documents.seal.trust import Untrusted, trust_service
from madang.systems.procurement.models import Bid

# How many receipts one run of the job gives their time.
MOST = 2000


def stamp_receipt(*, bid: Bid, now: datetime) -> bool:
    """Ask for the token and keep it; False where none is to be had now. Call it outside a transaction."""
    service = trust_service()
    if service is None:
        return False
    try:
        token = service.stamp(imprint=hashlib.sha256(bid.receipt.encode()).digest(), now=now)
    except Untrusted:
        return False
    bid.token = token
    return bool(Bid.objects.filter(pk=bid.pk, token=None).update(token=token))


def stamp_receipts(*, now: datetime) -> int:
    """Give the receipts that wait for their time a token; how many got one. Stops where the trust services are silent."""
    stamped = 0
    for bid in Bid.objects.filter(token=None).exclude(receipt="").order_by("received_at")[:MOST]:
        if not stamp_receipt(bid=bid, now=now):
            break
        stamped += 1
    return stamped
