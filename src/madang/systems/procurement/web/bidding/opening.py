"""Custodians open: their device makes parts of the shares, and as soon as enough of them did, all bids are open."""

import json

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.mode import demo_is_on
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock
from madang.systems.procurement.domain.group import scalar_bytes
from madang.systems.procurement.formats.base64url import encode
from madang.systems.procurement.formats.parts import Unreadable, opening_context, read_parts
from madang.systems.procurement.models import Ceremony, CustodianKey
from madang.systems.procurement.models.ceremony import OPEN, OPENED
from madang.systems.procurement.usecases.bidding.demo_keys import demo_secret
from madang.systems.procurement.usecases.bidding.find_ceremony import ceremony_of
from madang.systems.procurement.usecases.bidding.open_bids import (
    give_parts,
    require_time,
    seat_of,
    share_of,
    waiting_for,
)
from madang.systems.procurement.usecases.bidding.refusals import PartsRefused
from madang.systems.procurement.usecases.permissions import CUSTODIAN
from madang.systems.procurement.usecases.stages.which import prices_may_open
from madang.systems.procurement.web.bidding.public import minute_of, seats_of

BATCH = 100


@open_to(officials(CUSTODIAN))
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: ActorRequest, number: str) -> HttpResponse:
    """The custodian's page; a POST brings the parts of one batch as JSON."""
    now, ceremony = clock.now(), ceremony_of(number=number)
    if request.method == "POST":
        return _given(request, ceremony)
    seat = seat_of(ceremony=ceremony, actor=request.actor)
    tender = ceremony.tender
    values = {
        "number": number,
        "title": tender.title,
        "early": ceremony.state == OPEN or tender.opens_at is None or now < tender.opens_at,
        "technical_first": not prices_may_open(tender=tender),
        "opened": ceremony.state == OPENED,
        "opens_at": tender.opens_at,
        "waiting": waiting_for(seat=seat).count() if ceremony.state != OPEN else 0,
        "given": seat.gave_at is not None,
        "public": encode(data=bytes.fromhex(seat.key.public)),
        "demonstration": _demonstration(request, seat.key),
        "threshold": ceremony.threshold,
        "seats": seats_of(ceremony),
        "minute": minute_of(ceremony),
    }
    return render(request, "procurement/bidding/opening.html", values)


def _demonstration(request: ActorRequest, key: CustodianKey) -> str:
    """The secret half of a key of the demonstration, which everybody knows; nothing elsewhere."""
    if not key.demonstration or not demo_is_on():
        return ""
    return encode(data=scalar_bytes(scalar=demo_secret(login=request.actor.login)))


def _given(request: ActorRequest, ceremony: Ceremony) -> JsonResponse:
    try:
        numbers, parts, proof = read_parts(given=json.loads(request.body))
    except (ValueError, RecursionError, Unreadable) as error:
        raise PartsRefused from error
    left = give_parts(
        ceremony=ceremony, numbers=numbers, parts=parts, proof=proof, actor=request.actor, now=clock.now()
    )
    ceremony.refresh_from_db()
    return JsonResponse({"left": left, "opened": ceremony.state == OPENED})


@open_to(officials(CUSTODIAN))
@require_safe
def shares(request: ActorRequest, number: str) -> JsonResponse:
    """The next batch of shares that wait for this custodian, with what their proof is bound to."""
    ceremony = ceremony_of(number=number)
    seat = seat_of(ceremony=ceremony, actor=request.actor)
    require_time(ceremony=ceremony, now=clock.now())
    batch = list(waiting_for(seat=seat)[:BATCH])
    numbers = tuple(bid.number for bid in batch)
    return JsonResponse(
        {
            "bids": numbers,
            "shares": [encode(data=share_of(bid=bid, position=seat.position)) for bid in batch],
            "context": opening_context(ceremony=ceremony.key, position=seat.position, numbers=numbers),
        }
    )
