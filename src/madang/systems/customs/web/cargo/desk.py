"""The cargo officer's desk: arrivals, discrepancies, storage that is over, movements under way, and the map of a port."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import clock
from madang.systems.customs.models import BondedMovement, CargoBill, CargoManifest, CargoPort, DepartureManifest
from madang.systems.customs.usecases.cargo.tell_overdue import overdue
from madang.systems.customs.usecases.containers.find_containers import containers_here
from madang.systems.customs.usecases.permissions import CARGO, INSPECTOR, OFFICER
from madang.systems.customs.web.cargo.containers import container_columns, load_filter
from madang.systems.customs.web.cargo.mine import manifest_columns
from madang.systems.customs.web.cargo.port_map import port_map
from madang.systems.customs.web.cargo.words import Names
from madang.systems.customs.web.leaving.mine import departure_columns


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One list of the desk."""

    title: str
    source: QuerySet[Any]
    columns: tuple[Column, ...]
    port: str
    """The field that names its port."""
    filters: tuple[Filter, ...] = ()


@open_to(officials(CARGO))
@require_safe
def desk(request: ActorRequest, view: str = "arrivals") -> HttpResponseBase:
    """The lists, each with its count."""
    names = Names()
    lists = _lists(names, request.actor, timezone.localdate(clock.now()))
    if view not in lists:
        raise Http404
    shown = lists[view]
    by_port = Filter(
        name="port",
        title=pgettext("cargo", "Port"),
        choices=tuple(names.ports.items()),
        apply=lambda rows, value: rows.filter(**{shown.port: value}),
    )
    filters = (by_port, *shown.filters)
    table = Table(request=request, columns=shown.columns, source=shown.source, filters=filters, caption=shown.title)
    tabs = [
        {
            "url": reverse("customs:cargo_desk_view", args=[code]),
            "title": one.title,
            "current": code == view,
            "count": one.source.count(),
        }
        for code, one in lists.items()
    ]
    values = {"tabs": tabs, "table": table, "any": shown.source.exists(), "view": view, "title": shown.title}
    return table.file(name=view) or render(request, "customs/cargo/desk.html", values)


def _lists(names: Names, actor: Actor, today: date) -> dict[str, Listed]:
    calls = CargoManifest.objects.filter(kind="master", withdrawn_at=None)
    ships = DepartureManifest.objects.filter(kind="master", withdrawn_at=None)
    counted = CargoBill.objects.filter(tallied__isnull=False, withdrawn_at=None).exclude(tallied=F("packages"))
    under_way = BondedMovement.objects.filter(ended_at=None).select_related("bill")
    return {
        "arrivals": Listed(
            title=pgettext("cargo", "Arrivals"),
            source=calls.filter(Q(arrived_at=None) | Q(unloaded_at=None)).order_by("expected_at", "pk"),
            columns=manifest_columns(names=names),
            port="port",
        ),
        "departures": Listed(
            title=pgettext("cargo", "Departures"),
            source=ships.filter(departed_at=None).order_by("expected_at", "pk"),
            columns=departure_columns(names=names),
            port="port",
        ),
        "containers": _containers(names, actor),
        "discrepancies": Listed(
            title=_("Shortages and overages"),
            source=counted.order_by("-pk"),
            columns=_discrepancy_columns(names),
            port="discharge",
        ),
        "storage": Listed(
            title=_("Storage overdue"),
            source=overdue(on=today),
            columns=_storage_columns(names, today),
            port="bill__discharge",
        ),
        "movements": Listed(
            title=_("Movements under bond"),
            source=under_way.order_by("due_on", "pk"),
            columns=_movement_columns(names, today),
            port="bill__discharge",
        ),
    }


def _containers(names: Names, actor: Actor) -> Listed:
    return Listed(
        title=pgettext("cargo", "Containers"),
        source=containers_here(actor=actor),
        columns=container_columns(names=names),
        port="port",
        filters=(load_filter(),),
    )


def _link(number: str) -> str:
    return reverse("customs:cargo_bill", args=[number])


def _discrepancy_columns(names: Names) -> tuple[Column, ...]:
    return (
        Column(name="number", title=pgettext("cargo", "Bill"), sort="number", link=lambda one: _link(one.number)),
        Column(name="discharge", title=pgettext("cargo", "Port"), value=lambda one: names.port(one.discharge)),
        Column(name="description", title=pgettext("cargo", "Goods"), value=lambda one: one.description[:60]),
        Column(name="packages", title=pgettext("cargo", "Manifest"), kind="number", sort="packages"),
        Column(name="tallied", title=pgettext("cargo", "Counted"), kind="number", sort="tallied"),
        Column(
            name="difference",
            title=pgettext("cargo", "Difference"),
            kind="number",
            value=lambda one: one.tallied - one.packages,
        ),
    )


def _storage_columns(names: Names, today: date) -> tuple[Column, ...]:
    return (
        Column(
            name="bill",
            title=pgettext("cargo", "Bill"),
            value=lambda one: one.bill.number,
            link=lambda one: _link(one.bill.number),
        ),
        Column(name="place", title=_("Bonded area"), value=lambda one: names.store(one.place), sort="place"),
        Column(name="packages", title=pgettext("cargo", "Packages"), kind="number", sort="packages"),
        Column(name="since", title=pgettext("cargo", "Since"), kind="moment", sort="since"),
        Column(name="due_on", title=pgettext("cargo", "Term until"), kind="day", sort="due_on"),
        Column(name="days", title=_("Days over"), kind="number", value=lambda one: (today - one.due_on).days),
        Column(name="told_at", title=_("Told at"), kind="moment"),
    )


def _movement_columns(names: Names, today: date) -> tuple[Column, ...]:
    return (
        Column(name="number", title=pgettext("cargo", "Movement"), sort="number"),
        Column(
            name="bill",
            title=pgettext("cargo", "Bill"),
            value=lambda one: one.bill.number,
            link=lambda one: _link(one.bill.number),
        ),
        Column(name="origin", title=pgettext("cargo", "From"), value=lambda one: names.store(one.origin)),
        Column(name="to", title=pgettext("cargo", "To"), value=lambda one: names.store(one.to)),
        Column(name="left", title=_("Packages under way"), kind="number", value=lambda one: one.packages - one.arrived),
        Column(name="due_on", title=pgettext("cargo", "Term until"), kind="day", sort="due_on"),
        Column(name="days", title=_("Days over"), kind="number", value=lambda one: max(0, (today - one.due_on).days)),
    )


@open_to(officials(CARGO, OFFICER, INSPECTOR))
@require_safe
def cargo_map(request: ActorRequest) -> HttpResponse:
    """A port with its quays and stores and what lies there; beside it a table with the same facts."""
    ports = list(CargoPort.objects.order_by("pk"))
    if not ports:
        return render(request, "customs/cargo/map.html", {"ports": ()})
    asked = request.GET.get("port", "")
    chosen = next((port for port in ports if port.code == asked), ports[0])
    names = Names()
    tabs = [
        {"url": f"?port={port.code}", "title": names.port(port.code), "current": port == chosen, "count": None}
        for port in ports
    ]
    values = {"ports": ports, "tabs": tabs, "map": port_map(port=chosen, names=names)}
    return render(request, "customs/cargo/map.html", values)
