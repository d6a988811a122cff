"""Bonded areas for anybody; for cargo officers also what waits for a second one, and goods that have to leave."""

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Filter, Table, one_of
from madang.framework.values import PartyKind
from madang.systems.customs.domain.areas import Standing
from madang.systems.customs.models import AreaDecision, BondedStore
from madang.systems.customs.usecases.areas.keep_areas import area_link
from madang.systems.customs.usecases.areas.standing import ended_areas, leaving_from, lying_at, standings
from madang.systems.customs.usecases.permissions import CARGO
from madang.systems.customs.web.areas.words import KINDS, says
from madang.systems.customs.web.cargo.words import STORES, Names

MOST_LEFT = 200


@open_to(ANYONE)
@require_safe
def areas(request: ActorRequest) -> HttpResponseBase:
    """Every place where goods may lie under the control of customs, and what it is today."""
    today, names = timezone.localdate(), Names()
    are = standings(on=today)
    filters = (
        one_of(field="kind", title=pgettext("bonded area", "Kind"), words=STORES),
        Filter(
            name="port",
            title=pgettext("cargo", "Port"),
            choices=tuple(names.ports.items()),
            apply=lambda rows, value: rows.filter(port=value),
        ),
    )
    source = BondedStore.objects.order_by("code")
    table = Table(
        request=request, columns=_columns(names, are), source=source, filters=filters, caption=_("Bonded areas")
    )
    keeps = request.actor.has_duty(CARGO)
    values = {"table": table, "any": bool(are), "keeps": keeps, "kept": _kept(request, names, are)}
    if keeps:
        values |= {"waiting": _waiting(request, names), "left": left_rows(are=ended_areas(on=today), names=names)}
    return table.file(name="bonded-areas") or render(request, "customs/areas/areas.html", values)


def _columns(names: Names, are: dict[str, Standing]) -> tuple[Column, ...]:
    return (
        Column(
            name="code", title=pgettext("bonded area", "Code"), sort="code", link=lambda one: area_link(area=one.code)
        ),
        Column(name="name", title=pgettext("bonded area", "Name"), value=lambda one: names.short(one.code)),
        Column(name="kind", title=pgettext("bonded area", "Kind"), value=lambda one: STORES[one.kind], sort="kind"),
        Column(name="port", title=pgettext("cargo", "Port"), value=lambda one: names.port(one.port), sort="port"),
        Column(name="state", title=pgettext("cargo", "State"), value=lambda one: says(one=are[one.code])),
    )


def _kept(request: ActorRequest, names: Names, are: dict[str, Standing]) -> list[dict[str, Any]]:
    """Those that the business keeps for which the reader acts."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS or not may(request.actor, "customs.cargo", str(party)):
        return []
    codes = BondedStore.objects.filter(keeper=party.key).order_by("code").values_list("code", flat=True)
    return [{"title": names.store(code), "url": area_link(area=code), "says": says(one=are[code])} for code in codes]


def _waiting(request: ActorRequest, names: Names) -> list[dict[str, Any]]:
    native = (get_language() or "").startswith("ko")
    rows = AreaDecision.objects.filter(state="proposed", office__in=request.actor.offices(CARGO)).order_by(
        "proposed_at"
    )
    return [
        {
            "title": f"{KINDS[one.kind]}: {(one.name if native else one.name_en) or names.store(one.area)}",
            "url": f"{area_link(area=one.area)}#decide",
            "at": one.proposed_at,
        }
        for one in rows
    ]


def left_rows(*, are: dict[str, Standing], names: Names) -> list[dict[str, Any]]:
    """Goods that lie in these areas, bill by bill: the first two hundred."""
    rows = [
        {
            "bill": one.bill.number,
            "url": reverse("customs:cargo_bill", args=[one.bill.number]),
            "area": names.store(one.place),
            "packages": one.packages,
            "since": one.since,
            "until": are[one.place].until,
        }
        for one in lying_at(areas=are)[:MOST_LEFT]
    ]
    rows += [
        {
            "bill": one.bill.number,
            "url": reverse("customs:departure_bill", args=[one.bill.number]),
            "area": names.store(one.terminal),
            "packages": one.waiting,
            "since": None,
            "until": are[one.terminal].until,
        }
        for one in leaving_from(areas=are)[:MOST_LEFT]
    ]
    return rows[:MOST_LEFT]
