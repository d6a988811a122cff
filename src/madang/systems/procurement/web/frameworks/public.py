"""Everybody's page of a framework: its terms, its members, what is ordered and what is left."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.frameworks import Way, unit_price
from madang.systems.procurement.domain.words import TenderState
from madang.systems.procurement.models import Agreement, Competition, Contract, FrameworkTerms, Lot, Tender
from madang.systems.procurement.usecases.frameworks.compete import may_begin
from madang.systems.procurement.usecases.frameworks.room import room_of
from madang.systems.procurement.usecases.frameworks.sell_in_mall import may_sell
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.frameworks.words import WAYS
from madang.systems.procurement.web.market.showing import state_title

MOST = 200


def framework_of(number: str) -> Tender:
    """A framework that was published with its terms."""
    found = Tender.objects.filter(number=number, framework_terms__isnull=False).exclude(state=TenderState.DRAFT.value)
    tender = found.select_related("framework_terms").first()
    if tender is None:
        raise Http404
    return tender


@open_to(ANYONE)
@require_safe
def frameworks(request: ActorRequest) -> HttpResponse:
    """The frameworks whose period is not over, those that end soonest first."""
    today = timezone.localdate(clock.now())
    held = FrameworkTerms.objects.filter(ends_on__gte=today, tender__lots__agreements__isnull=False).distinct()
    rows = [
        {
            "title": one.tender.title,
            "number": one.tender.number,
            "url": reverse("procurement:framework", args=[one.tender.number]),
            "ends_on": one.ends_on,
            "members": Agreement.objects.filter(lot__tender=one.tender).values("supplier").distinct().count(),
        }
        for one in held.select_related("tender").order_by("ends_on", "pk")[:MOST]
    ]
    return render(request, "procurement/frameworks/frameworks.html", {"rows": rows})


@open_to(ANYONE)
@require_safe
def framework(request: ActorRequest, number: str) -> HttpResponse:
    """One framework; its buyer also sees what may be done."""
    tender = framework_of(number)
    terms, buys = tender.framework_terms, request.actor.has_duty(BUYER, tender.buyer)
    today = timezone.localdate(clock.now())
    lots = Lot.objects.filter(tender=tender).select_related("tender__framework_terms").order_by("position")
    values = {
        "title": tender.title,
        "number": number,
        "state": state_title(tender),
        "notice": reverse("procurement:tender", args=[number]),
        "facts": [
            (_("Period"), f"{written.day(terms.starts_on)} – {written.day(terms.ends_on)}"),
            (_("Suppliers admitted at most"), str(terms.members_most)),
            (_("How orders are placed"), str(WAYS[Way(terms.way)])),
            (_("Law"), spoken(tender.basis)),
        ],
        "lots": [_lot(lot, today, buys=buys) for lot in lots],
    }
    return render(request, "procurement/frameworks/framework.html", values)


def _lot(lot: Lot, today: date, *, buys: bool) -> dict[str, Any]:
    room = room_of(lot=lot)
    members = lot.agreements.select_related("supplier", "in_mall").order_by("place")
    whole = lot.items.get().quantity
    currency = lot.tender.currency
    return {
        "position": lot.position,
        "title": lot.title,
        "ceiling": Money(room.ceiling, currency),
        "used": Money(room.used, currency),
        "left": Money(room.left, currency),
        "percent": min(100, room.used * 100 // room.ceiling),
        "members": [_member(one, unit_price(minor=one.minor, whole=whole), today, buys=buys) for one in members],
        "contracts": _contracts(lot),
        "competitions": _competitions(lot, buys=buys),
        "compete": reverse("procurement:framework_competition", args=[lot.tender.number, lot.position])
        if buys and may_begin(lot=lot, members=len(members), minor=lot.estimated)
        else "",
    }


def _member(one: Agreement, price: int, today: date, *, buys: bool) -> dict[str, Any]:
    number = one.lot.tender.number
    sellable = buys and may_sell(agreement=one, price=price, on=today)
    return {
        "name": one.supplier.name,
        "number": one.number,
        "place": one.place,
        "each": Money(price, one.currency),
        "sold": hasattr(one, "in_mall"),
        "order": reverse("procurement:framework_order", args=[number, one.number]) if buys else "",
        "sell": reverse("procurement:framework_mall", args=[number, one.number]) if sellable else "",
    }


def _contracts(lot: Lot) -> list[dict[str, Any]]:
    """Signed ones, as every contract is public once it is signed."""
    direct = Contract.objects.filter(call_off__agreement__lot=lot)
    competed = Contract.objects.filter(award__tender__competition__lot=lot)
    signed = (direct | competed).exclude(signed_at=None).select_related("supplier").order_by("-signed_at")
    return [
        {
            "number": one.number,
            "supplier": one.supplier.name,
            "value": Money(one.minor, one.currency),
            "url": reverse("procurement:contract", args=[one.number]),
        }
        for one in signed[:MOST]
    ]


def _competitions(lot: Lot, *, buys: bool) -> list[dict[str, Any]]:
    held = Competition.objects.filter(lot=lot).select_related("tender").order_by("-pk")
    shown = held if buys else held.exclude(tender__state=TenderState.DRAFT.value)
    return [
        {
            "number": one.tender.number,
            "state": state_title(one.tender),
            "url": reverse(
                "procurement:own_tender" if one.tender.state == TenderState.DRAFT else "procurement:tender",
                args=[one.tender.number],
            ),
        }
        for one in shown[:MOST]
    ]
