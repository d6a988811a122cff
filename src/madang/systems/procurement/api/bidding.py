"""Sealed bids for suppliers' programs: whose keys to seal for, and sending. The signature on the bid says who sends it."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Schema

from madang.framework.identity.access import ANYONE
from madang.framework.identity.endpoints import Problem, endpoint_open_to
from madang.framework.values import clock
from madang.systems.procurement.api.one_api import api
from madang.systems.procurement.formats.base64url import encode
from madang.systems.procurement.usecases.bidding.find_ceremony import ceremony_of, ceremony_told
from madang.systems.procurement.usecases.bidding.stamp_receipts import stamped_bid
from madang.systems.procurement.usecases.bidding.submit_bid import submit_bid


class Sealing(Schema):
    """What a program needs to seal a bid: public keys of the custodians (edwards25519, base64url), how many of them open."""

    ceremony: str
    tender: str
    threshold: int
    keys: list[str]
    closes_at: datetime | None
    opens_at: datetime | None


class SealedBid(Schema):
    """A sealed bid: a compact JWS, as ADR 33 describes it."""

    sealed: str = Field(max_length=8 * 1024 * 1024)


class Inclusion(Schema):
    """Where a receipt stands among those that came in the same moment, and the hashes (hexadecimal) that lead from it to their
    Merkle root (RFC 6962, section 2.1.1)."""

    place: int
    size: int
    path: list[str]


class Receipt(Schema):
    """What proves which bid was received, and when. `token` is an RFC 3161 timestamp (base64url): of `receipt`'s SHA-256, or,
    where there is an `inclusion`, of the root to which it leads. Null where the trust services are silent; it follows then."""

    number: str
    sha256: str
    received_at: datetime
    receipt: str
    token: str | None
    inclusion: Inclusion | None


class Timestamp(Schema):
    """The RFC 3161 timestamp (base64url) of a receipt, and its place among those that share it."""

    number: str
    token: str
    inclusion: Inclusion | None


REFUSED = {403: Problem, 409: Problem, 413: Problem, 422: Problem}


@api.get(
    "/tenders/{number}/ceremony",
    response={200: Sealing, 404: Problem, 422: Problem},
    auth=endpoint_open_to(ANYONE),
    operation_id="procurement_ceremony",
)
def ceremony(request: HttpRequest, number: str) -> dict[str, object]:
    """For whose keys are bids of this tender sealed?"""
    return ceremony_told(ceremony=ceremony_of(number=number))


@api.post(
    "/bids", response={200: Receipt, **REFUSED}, auth=endpoint_open_to(ANYONE), operation_id="procurement_submit_bid"
)
def bid(request: HttpRequest, given: SealedBid) -> dict[str, object]:
    """Send a sealed bid. It counts when it was wholly here before the deadline; what is refused says why."""
    sent = submit_bid(data=given.sealed.encode("utf-8", "replace"), actor=None, now=clock.now())
    return {
        "number": sent.number,
        "sha256": sent.sha256,
        "received_at": sent.received_at,
        "receipt": sent.receipt,
        "token": encode(data=bytes(sent.token)) if sent.token else None,
        "inclusion": sent.inclusion,
    }


@api.get(
    "/bids/{number}/timestamp",
    response={200: Timestamp, 404: Problem, 422: Problem},
    auth=endpoint_open_to(ANYONE),
    operation_id="procurement_bid_timestamp",
)
def timestamp(request: HttpRequest, number: str) -> dict[str, object]:
    """The timestamp of a receipt that came without one. It names neither the bidder nor the tender."""
    bid = stamped_bid(number=number)
    return {"number": bid.number, "token": encode(data=bytes(bid.token or b"")), "inclusion": bid.inclusion}
