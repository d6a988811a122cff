"""Everybody's page of a framework: its terms, its members, what is ordered and what is left."""

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
from madang.systems.procurement.domain.frameworks import Way, may_compete, price_of
from madang.systems.procurement.domain.words import Kind, TenderState
from madang.systems.procurement.models import Agreement, Competition, Contract, FrameworkTerms, Lot, Tender
from madang.systems.procurement.usecases.award.rules_of import day_of
from madang.systems.procurement.usecases.frameworks.room import room_of
from madang.systems.procurement.usecases.market.law import grounds
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
        "lots": [_lot(lot, buys=buys) for lot in lots],
    }
    return render(request, "procurement/frameworks/framework.html", values)


def _lot(lot: Lot, *, buys: bool) -> dict[str, Any]:
    room, item = room_of(lot=lot), lot.items.get()
    members = list(Agreement.objects.filter(lot=lot).select_related("supplier").order_by("place"))
    each = [(one, price_of(minor=one.minor, whole=item.quantity, quantity=type(item.quantity)(1))) for one in members]
    currency = lot.tender.currency
    return {
        "position": lot.position,
        "title": lot.title,
        "ceiling": Money(room.ceiling, currency),
        "used": Money(room.used, currency),
        "left": Money(room.left, currency),
        "percent": min(100, room.used * 100 // room.ceiling),
        "members": [_member(one, Money(price, currency), buys=buys) for one, price in each],
        "contracts": _contracts(lot),
        "competitions": _competitions(lot, buys=buys),
        "compete": reverse("procurement:framework_competition", args=[lot.tender.number, lot.position])
        if buys and _may_compete(lot, len(members))
        else "",
    }


def _may_compete(lot: Lot, members: int) -> bool:
    ground = grounds(on=day_of(tender=lot.tender)).get(lot.tender.ground)
    from_amount = ground.competition_from if ground else None
    way = Way(lot.tender.framework_terms.way)
    return may_compete(way=way, members=members, minor=lot.estimated, competition_from=from_amount)


def _member(one: Agreement, each: Money, *, buys: bool) -> dict[str, Any]:
    tender = one.lot.tender
    sold = hasattr(one, "in_mall")
    sellable = buys and not sold and tender.kind == Kind.GOODS.value and tender.framework_terms.way != Way.COMPETITION
    return {
        "name": one.supplier.name,
        "number": one.number,
        "place": one.place,
        "each": each,
        "sold": sold,
        "order": reverse("procurement:framework_order", args=[tender.number, one.number]) if buys else "",
        "sell": reverse("procurement:framework_mall", args=[tender.number, one.number]) if sellable else "",
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
