"""What everybody sees of a tender's bids: the list of hashes after closing, the result after the opening, the minute."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Money
from madang.systems.procurement.domain.words import AwardBy
from madang.systems.procurement.models import Ceremony, Offer, SealedScore
from madang.systems.procurement.models.ceremony import OPEN, OPENED
from madang.systems.procurement.usecases.bidding.close_bidding import list_of
from madang.systems.procurement.usecases.bidding.find_ceremony import ceremony_of, ceremony_told
from madang.systems.procurement.usecases.office_names import office_names
from madang.systems.procurement.web.bidding.words import TONES, refusal_title, state_title, step_title, who_title


def seats_of(ceremony: Ceremony) -> list[dict[str, object]]:
    """Who holds the keys."""
    seats = list(ceremony.seats.select_related("key").order_by("position"))
    offices = office_names(codes={seat.key.office for seat in seats})
    return [
        {
            "name": seat.key.name,
            "office": offices[seat.key.office],
            "public": seat.key.public,
            "gave_at": seat.gave_at,
            "demonstration": seat.key.demonstration,
        }
        for seat in seats
    ]


def minute_of(ceremony: Ceremony) -> list[dict[str, object]]:
    """The steps in their order."""
    return [
        {"at": one.at, "what": step_title(one.what), "who": who_title(one.who), "count": one.count}
        for one in ceremony.steps.order_by("at", "pk")
    ]


def _offers_to_see(ceremony: Ceremony) -> QuerySet[Offer]:
    """The prices; where a panel scores, those of the lots whose scores are revealed: evaluators must not know them before."""
    found = Offer.objects.filter(bid__tender=ceremony.tender_id)
    if ceremony.tender.award_by != AwardBy.BEST_VALUE:
        return found
    scored = SealedScore.objects.filter(lot__tender=ceremony.tender_id, revealed_at__isnull=False).values("lot")
    return found.filter(bid__lot__in=scored)


def _rows(ceremony: Ceremony) -> list[dict[str, Any]]:
    """The bids that stood at closing; before it nobody learns even how many there are."""
    if ceremony.state == OPEN:
        return []
    opened = ceremony.state == OPENED
    offers = {one.bid_id: one for one in _offers_to_see(ceremony)} if opened else {}
    return [
        {
            "number": bid.number,
            "lot": bid.lot.position,
            "sha256": bid.sha256,
            "received_at": bid.received_at,
            "state": bid.state,
            "supplier": bid.supplier.name if opened else "",
            "supplier_number": bid.supplier.number if opened else "",
            "offer": offers.get(bid.pk),
            "refusal": bid.refusal,
        }
        for bid in list_of(ceremony=ceremony)
    ]


@open_to(ANYONE)
@require_safe
def bids(request: ActorRequest, number: str) -> HttpResponse:
    """The list, the result and the minute."""
    ceremony = ceremony_of(number=number)
    rows = [
        row
        | {
            "tone": TONES[row["state"]],
            "state": state_title(row["state"]),
            "price": Money(row["offer"].minor, row["offer"].currency) if row["offer"] else None,
            "refusal": refusal_title(row["refusal"]) if row["refusal"] else "",
        }
        for row in _rows(ceremony)
    ]
    for row in rows:
        del row["offer"]
    seats = seats_of(ceremony)
    tender = ceremony.tender
    values = {
        "number": tender.number,
        "title": tender.title,
        "closes_at": tender.closes_at,
        "opens_at": tender.opens_at,
        "state": ceremony.state,
        "root": ceremony.root,
        "rows": rows,
        "seats": seats,
        "threshold": ceremony.threshold,
        "demonstration": any(seat["demonstration"] for seat in seats),
        "minute": minute_of(ceremony),
    }
    return render(request, "procurement/bidding/bids.html", values)


@open_to(ANYONE)
@require_safe
def bids_file(request: ActorRequest, number: str) -> JsonResponse:
    """The same for programs."""
    ceremony = ceremony_of(number=number)
    bids = [_told(row) for row in _rows(ceremony)]
    steps = ceremony.steps.order_by("at", "pk")
    told = ceremony_told(ceremony=ceremony) | {
        "state": ceremony.state,
        "root": ceremony.root,
        "bids": bids,
        "minute": [{"at": one.at, "what": one.what, "who": one.who, "count": one.count} for one in steps],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _told(row: dict[str, Any]) -> dict[str, Any]:
    offer: Offer | None = row["offer"]
    price = {"minor": offer.minor, "currency": offer.currency, "draws": offer.draws} if offer else {}
    known = {name: row[name] for name in ("number", "lot", "sha256", "received_at", "state")}
    later = {"supplier": row["supplier_number"], "refusal": row["refusal"]} if row["supplier_number"] else {}
    return known | later | price
