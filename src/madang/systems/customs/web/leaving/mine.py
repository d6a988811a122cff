"""A carrier's or forwarder's own manifests of leaving goods, and one of them as its lodger and customs see it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Fault, PartyKind, clock
from madang.systems.customs.formats.manifest_csv import LEAVING_COLUMNS, NEEDED
from madang.systems.customs.models import DepartureGoods, DepartureManifest
from madang.systems.customs.usecases.containers.handle_containers import standing_of
from madang.systems.customs.usecases.leaving.find_departure import (
    departures_of,
    leaving_goods,
    lodged_goods,
    visible_departure,
)
from madang.systems.customs.usecases.leaving.handle_departure import (
    load_all,
    report_departure,
    shut_out,
    withdraw_departure,
)
from madang.systems.customs.usecases.leaving.lodge_departure import lodge_departure
from madang.systems.customs.usecases.leaving.refusals import LeavingRefused
from madang.systems.customs.usecases.leaving.take_leaving import take_leaving
from madang.systems.customs.usecases.permissions import CARGO
from madang.systems.customs.web.cargo.containers import empties_of
from madang.systems.customs.web.cargo.forms import CuscarForm
from madang.systems.customs.web.cargo.mine import lodged_columns, sent_page
from madang.systems.customs.web.cargo.words import LODGED, MODES, Names, by_message
from madang.systems.customs.web.leaving.forms import DepartureForm, LoadForm, TakenOffForm
from madang.systems.customs.web.leaving.words import STATES


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """What the business lodged."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        return redirect("customs:cargo_mine")
    source = departures_of(actor=request.actor)
    columns = departure_columns(names=Names())
    table = Table(request=request, columns=columns, source=source, caption=_("Manifests of leaving goods"))
    values = {"table": table, "any": source.exists()}
    return table.file(name="departures") or render(request, "customs/leaving/mine.html", values)


def departure_columns(*, names: Names) -> tuple[Column, ...]:
    """What a list of manifests of leaving goods shows."""
    when = (
        Column(name="next_port", title=pgettext("customs leaving", "Next port")),
        Column(name="expected_at", title=_("Expected to leave"), kind="moment", sort="expected_at"),
        Column(name="departed_at", title=pgettext("customs leaving", "Left at"), kind="moment", sort="departed_at"),
    )
    return lodged_columns(names=names, address="customs:departure", when=when)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """A manifest sent as a table."""
    told = {"needed": ", ".join(NEEDED), "columns": ",".join(LEAVING_COLUMNS), "leaving": True}
    return sent_page(
        request=request, form_of=DepartureForm, lodge=lodge_departure, address="customs:departure", values=told
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def cuscar(request: ActorRequest) -> HttpResponse:
    """A manifest sent as a CUSCAR interchange."""
    told = {"as_message": True, "leaving": True}
    return sent_page(request=request, form_of=CuscarForm, lodge=take_leaving, address="customs:departure", values=told)


@open_to(RESIDENTS, officials(CARGO))
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: ActorRequest, number: str) -> HttpResponseBase:
    """One manifest with the goods that leave by it; loading and departure are reported here."""
    found = visible_departure(number=number, actor=request.actor)
    posted = request.POST.get("do", "") if request.method == "POST" else ""
    forms = {
        "load": LoadForm(data=request.POST if posted == "load" else None, prefix="load"),
        "shut_out": TakenOffForm(data=request.POST if posted == "shut_out" else None, prefix="shut_out"),
    }
    form = forms.get(posted)
    faults: tuple[Fault, ...] = ()
    here = redirect("customs:departure", found.number)
    if form is not None and form.is_valid():
        with ShownIn(form):
            try:
                _report(request, found, posted, form.cleaned_data)
                return here
            except LeavingRefused as refused:
                faults = refused.faults
                form.add_error(None, str(refused))
    if posted == "leave":
        count = report_departure(call=found, actor=request.actor, now=clock.now())
        messages.success(request, _("The ship left with {count} packages.").format(count=written.number(count)))
        return here
    if posted == "withdraw":
        withdraw_departure(manifest=found, actor=request.actor, now=clock.now())
        return redirect("customs:leaving_mine")
    return _shown(request, found, {"forms": forms, "faults": faults}, failed=form is not None)


def _report(request: ActorRequest, found: DepartureManifest, what: str, given: dict[str, Any]) -> None:
    if what == "load":
        count = load_all(call=found, **given, actor=request.actor, now=clock.now())
        says = _("{count} packages are aboard.")
    else:
        count = shut_out(call=found, lines=given["off"], actor=request.actor, now=clock.now())
        says = _("{count} packages were taken off again.")
    messages.success(request, says.format(count=written.number(count)))


def _shown(request: ActorRequest, found: DepartureManifest, said: dict[str, Any], *, failed: bool) -> HttpResponseBase:
    own = leaving_goods(call=found) if found.kind == "master" else lodged_goods(manifest=found)
    table = Table(
        request=request,
        columns=_goods_columns(Names()),
        source=own.select_related("bill", "declaration", "arrival"),
        filters=(
            Filter(
                name="q",
                title=pgettext("cargo", "Bill"),
                apply=lambda rows, text: rows.filter(bill__number__startswith=text.upper()[:35]),
            ),
            Filter(
                name="state",
                title=pgettext("cargo", "State"),
                choices=tuple((code, title) for code, title in STATES.items() if code != "loaded"),
                apply=lambda rows, value: rows.filter(state=value),
            ),
        ),
        caption=pgettext("customs leaving", "Leaving goods"),
    )
    standing = found.withdrawn_at is None and found.departed_at is None
    call = standing and found.kind == "master"
    values = said | {
        "number": found.number,
        "facts": _facts(found),
        "table": table,
        "may_load": call and (own.filter(waiting__gt=0).exists() or standing_of(call=found).exists()),
        "empties": empties_of(rows=found.empties, names=Names()),
        "may_leave": call,
        "told": by_message(number=found.number, address="customs:departure"),
        "may_withdraw": standing and not own.exclude(state="expected").exists(),
        "officer": may(request.actor, "customs.watch_cargo"),
        "may_take_off": call and own.filter(loaded__gt=0).exists(),
    }
    page = "customs/leaving/manifest.html"
    return table.file(name="goods") or render(request, page, values, status=422 if failed else 200)


def _goods_columns(names: Names) -> tuple[Column, ...]:
    return (
        Column(
            name="bill",
            title=pgettext("cargo", "Bill"),
            value=lambda one: f"{one.bill.number} / {one.line}",
            link=lambda one: reverse("customs:departure_bill", args=[one.bill.number]),
        ),
        Column(name="description", title=pgettext("cargo", "Goods"), value=lambda one: one.description[:60]),
        Column(name="export", title=_("Export, or bill of arrival"), value=by_what),
        Column(name="packages", title=pgettext("cargo", "Packages"), kind="number"),
        Column(
            name="terminal", title=pgettext("customs leaving", "Terminal"), value=lambda one: names.short(one.terminal)
        ),
        Column(name="waiting", title=pgettext("customs leaving", "Waiting"), kind="number"),
        Column(name="loaded", title=pgettext("customs leaving", "Aboard"), kind="number"),
        Column(name="left", title=pgettext("customs leaving", "Left"), kind="number"),
        Column(name="state", title=pgettext("cargo", "State"), value=lambda one: STATES[one.state]),
    )


def by_what(one: DepartureGoods) -> str:
    """By which export, or from under which bill, goods leave."""
    if one.declaration is not None:
        return one.declaration.number
    return one.arrival.number if one.arrival else ""


def _facts(found: DepartureManifest) -> list[tuple[str, Any]]:
    names = Names()
    state = pgettext("cargo", "Lodged")
    if found.departed_at:
        state = pgettext("customs leaving", "The ship has left")
    if found.withdrawn_at:
        state = pgettext("cargo", "Withdrawn")
    return [
        (pgettext("cargo", "State"), state),
        (pgettext("cargo", "Lodged by"), LODGED[found.kind]),
        (_("Your number"), found.reference),
        (pgettext("cargo", "Transport"), MODES[found.mode]),
        (_("Ship or flight"), f"{found.conveyance_name} {found.conveyance_number} · {found.voyage}"),
        (_("From and to"), f"{names.port(found.port)} → {found.next_port or '–'}"),
        (_("Expected to leave"), written.moment(found.expected_at) if found.expected_at else "–"),
        (
            pgettext("customs leaving", "Left at"),
            written.moment(found.departed_at) if found.departed_at else "–",
        ),
        (_("Lodged at"), written.moment(found.lodged_at)),
    ]
