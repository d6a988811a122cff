"""A carrier's or forwarder's own manifests, and one manifest as its lodger and customs see it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.exchange.own_businesses import own_businesses
from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import read_upload
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import Fault, PartyKind, clock
from madang.systems.customs.domain.lodging import Lodged
from madang.systems.customs.domain.manifest import Mode
from madang.systems.customs.formats.manifest_csv import COLUMNS, LARGEST, NEEDED, Voyage
from madang.systems.customs.models import CargoBill, CargoManifest, DepartureManifest
from madang.systems.customs.usecases.areas.standing import taking_in
from madang.systems.customs.usecases.cargo.amend_bill import withdraw_manifest
from madang.systems.customs.usecases.cargo.find_bill import goods_bills, manifests_of, visible_manifest
from madang.systems.customs.usecases.cargo.handle_goods import report_arrival, unload
from madang.systems.customs.usecases.cargo.lodge_manifest import PURPOSE, lodge_manifest
from madang.systems.customs.usecases.cargo.match_bills import mismatches
from madang.systems.customs.usecases.cargo.refusals import ManifestRefused
from madang.systems.customs.usecases.cargo.sent_manifest import SentTable, cuscar_sent, table_sent
from madang.systems.customs.usecases.cargo.take_message import take_arriving
from madang.systems.customs.usecases.cargo.write_bills import Lodging
from madang.systems.customs.usecases.containers.handle_containers import aboard_of
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.permissions import CARGO
from madang.systems.customs.web.cargo.containers import empties_of
from madang.systems.customs.web.cargo.forms import CuscarForm, UnloadForm, UploadForm
from madang.systems.customs.web.cargo.words import LODGED, MISMATCHES, STATES, Names, amendments, by_message


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """What the business lodged; others are led to acting for one."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        found = own_businesses(system=SYSTEM, purpose=PURPOSE, actor=request.actor)
        return render(request, "customs/cargo/whose.html", {"businesses": found})
    source = manifests_of(actor=request.actor)
    table = Table(request=request, columns=manifest_columns(names=Names()), source=source, caption=_("Manifests"))
    values = {"table": table, "any": source.exists()}
    return table.file(name="manifests") or render(request, "customs/cargo/mine.html", values)


def manifest_columns(*, names: Names) -> tuple[Column, ...]:
    """What a list of manifests of arriving goods shows."""
    when = (
        Column(name="expected_at", title=pgettext("cargo", "Expected"), kind="moment", sort="expected_at"),
        Column(name="arrived_at", title=pgettext("cargo", "Arrived"), kind="moment", sort="arrived_at"),
    )
    return lodged_columns(names=names, address="customs:cargo_manifest", when=when)


def lodged_columns(*, names: Names, address: str, when: tuple[Column, ...]) -> tuple[Column, ...]:
    """What a list of any manifests shows; each has its page at `address`, and `when` says of its voyage."""
    return (
        Column(
            name="number",
            title=pgettext("cargo", "Manifest"),
            sort="number",
            link=lambda one: reverse(address, args=[one.number]),
        ),
        Column(name="kind", title=pgettext("cargo", "Lodged by"), value=lambda one: LODGED[one.kind]),
        Column(
            name="conveyance_name",
            title=_("Ship or flight"),
            value=lambda one: f"{one.conveyance_name or one.conveyance_number} {one.voyage}",
        ),
        Column(name="port", title=pgettext("cargo", "Port"), value=lambda one: names.port(one.port)),
        *when,
        Column(name="bills", title=pgettext("cargo", "Bills"), kind="number", sort="bills"),
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """A manifest sent as a table."""
    told = {"needed": ", ".join(NEEDED), "columns": ",".join(COLUMNS)}
    return sent_page(
        request=request, form_of=UploadForm, lodge=lodge_manifest, address="customs:cargo_manifest", values=told
    )


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def cuscar(request: ActorRequest) -> HttpResponse:
    """A manifest sent as a CUSCAR interchange."""
    told = {"as_message": True}
    return sent_page(
        request=request, form_of=CuscarForm, lodge=take_arriving, address="customs:cargo_manifest", values=told
    )


def sent_page(
    *,
    request: ActorRequest,
    form_of: type[UploadForm | CuscarForm],
    lodge: Callable[..., CargoManifest | DepartureManifest],
    address: str,
    values: dict[str, Any],
) -> HttpResponse:
    """Lodge what was sent, and go to its page at `address`; a faulty manifest comes back with every fault and its place."""
    party = request.actor.party
    if party is None or party.kind is not PartyKind.BUSINESS:
        return redirect("customs:cargo_mine")
    posted = request.method == "POST"
    form = form_of(data=request.POST if posted else None, files=request.FILES if posted else None)
    faults: tuple[Fault, ...] = ()
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            now = clock.now()
            try:
                made = lodge(lodging=_sent(form, request.actor, now), actor=request.actor, now=now)
                return redirect(address, made.number)
            except ManifestRefused as refused:
                faults = refused.faults
                form.add_error(None, str(refused))
    shown = values | {"form": form, "faults": faults}
    return render(request, "customs/cargo/upload.html", shown, status=422 if form.errors else 200)


def _sent(form: UploadForm | CuscarForm, actor: Actor, now: datetime) -> Lodging:
    """The file; beside a table, what else the form asks names its voyage."""
    given = dict(form.cleaned_data)
    kind, data = Lodged(given.pop("kind")), read_upload(file=given.pop("file"), limit=LARGEST)
    if isinstance(form, CuscarForm):
        return cuscar_sent(data=data, kind=kind, actor=actor)
    given["mode"] = Mode(given["mode"])
    voyage = Voyage(**given, direction=form.direction, reported_at=timezone.localtime(now))
    return table_sent(sent=SentTable(data=data, voyage=voyage, kind=kind), actor=actor)


@open_to(RESIDENTS, officials(CARGO))
@require_http_methods(["GET", "HEAD", "POST"])
def manifest(request: ActorRequest, number: str) -> HttpResponseBase:
    """One manifest: its bills, what does not fit, how it was amended; arrival and unloading are reported here."""
    found = visible_manifest(number=number, actor=request.actor)
    posted = request.POST.get("do", "") if request.method == "POST" else ""
    quays = Names().stores(kinds=("quay",), port=found.port, codes=taking_in(on=timezone.localdate()))
    form = UnloadForm(data=request.POST if posted == "unload" else None, choices=quays, prefix="unload")
    if posted == "unload" and form.is_valid():
        with ShownIn(form):
            told = unload(
                call=found,
                quay=form.cleaned_data["store"],
                counted=form.cleaned_data["counted"],
                actor=request.actor,
                now=clock.now(),
            )
            said = _("Unloaded: {bills} bills, of which {short} short and {over} over.")
            messages.success(request, said.format(bills=told.bills, short=told.short, over=told.over))
            if told.empties:
                ashore = _("{count} empty containers are ashore.").format(count=written.number(told.empties))
                messages.success(request, ashore)
            return redirect("customs:cargo_manifest", found.number)
    if posted == "arrive":
        report_arrival(call=found, actor=request.actor, now=clock.now())
        return redirect("customs:cargo_manifest", found.number)
    if posted == "withdraw":
        withdraw_manifest(manifest=found, actor=request.actor, now=clock.now())
        return redirect("customs:cargo_mine")
    return _shown(request, found, form)


def _shown(request: ActorRequest, found: CargoManifest, form: UnloadForm) -> HttpResponseBase:
    table = Table(
        request=request,
        columns=_bill_columns(),
        source=CargoBill.objects.filter(manifest=found).order_by("number"),
        filters=(
            Filter(
                name="q",
                title=pgettext("cargo", "Number"),
                apply=lambda rows, text: rows.filter(number__startswith=text.upper()[:35]),
            ),
            Filter(
                name="state",
                title=pgettext("cargo", "State"),
                choices=tuple(STATES.items()),
                apply=lambda rows, value: rows.filter(state=value, consolidated=False),
            ),
        ),
        caption=pgettext("cargo", "Bills"),
    )
    master = found.kind == "master" and found.withdrawn_at is None
    told = mismatches(manifest=found, on=timezone.localdate(clock.now()))
    values: dict[str, Any] = {
        "number": found.number,
        "facts": _facts(found),
        "table": table,
        "mismatches": [(MISMATCHES[one.kind], one.master, one.says, one.houses) for one in told],
        "amendments": amendments(rows=found.amendments.all()),
        "told": by_message(number=found.number, address="customs:cargo_manifest"),
        "may_arrive": master and found.arrived_at is None,
        "may_unload": master and found.arrived_at is not None and is_aboard(call=found),
        "empties": empties_of(rows=found.empties, names=Names()),
        "may_withdraw": found.withdrawn_at is None
        and found.arrived_at is None
        and not may(request.actor, "customs.watch_cargo"),
        "officer": may(request.actor, "customs.watch_cargo"),
        "form": form,
    }
    status = 422 if form.is_bound and form.errors else 200
    return table.file(name="bills") or render(request, "customs/cargo/manifest.html", values, status=status)


def is_aboard(*, call: CargoManifest) -> bool:
    """Whether goods or empty containers of the call are still to be unloaded."""
    return goods_bills(call=call).filter(tallied=None).exists() or aboard_of(call=call).exists()


def _bill_columns() -> tuple[Column, ...]:
    """What a list of bills shows."""
    return (
        Column(
            name="number",
            title=pgettext("cargo", "Bill"),
            sort="number",
            link=lambda one: reverse("customs:cargo_bill", args=[one.number]),
        ),
        Column(name="description", title=pgettext("cargo", "Goods"), value=lambda one: one.description[:60]),
        Column(name="packages", title=pgettext("cargo", "Packages"), kind="number", sort="packages"),
        Column(name="tallied", title=pgettext("cargo", "Counted"), kind="number"),
        Column(name="released", title=pgettext("cargo", "Released"), kind="number"),
        Column(name="carried_out", title=pgettext("cargo", "Left"), kind="number"),
        Column(
            name="state",
            title=pgettext("cargo", "State"),
            value=_state_of,
        ),
    )


def _state_of(bill: CargoBill) -> Any:
    if bill.withdrawn_at:
        return pgettext("cargo", "Withdrawn")
    return _("In house bills") if bill.consolidated else STATES.get(bill.state, bill.state)


def _facts(found: CargoManifest) -> list[tuple[str, Any]]:
    names = Names()

    def moment(at: Any) -> str:
        return written.moment(at) if at else "–"

    late = found.lodge_by is not None and found.lodged_at > found.lodge_by
    state = (
        pgettext("cargo", "Withdrawn")
        if found.withdrawn_at
        else pgettext("cargo", "Unloaded")
        if found.unloaded_at
        else pgettext("cargo", "Lodged")
    )
    return [
        (pgettext("cargo", "State"), state),
        (pgettext("cargo", "Lodged by"), LODGED[found.kind]),
        (_("Your number"), found.reference),
        (_("Ship or flight"), f"{found.conveyance_name} {found.conveyance_number} · {found.voyage}"),
        (_("From and to"), f"{found.last_port or '–'} → {names.port(found.port)}"),
        (pgettext("cargo", "Expected"), moment(found.expected_at)),
        (pgettext("cargo", "Arrived"), moment(found.arrived_at)),
        (_("Lodged at"), f"{moment(found.lodged_at)}{' · ' + pgettext('cargo', 'late') if late else ''}"),
    ]
