"""Containers, full and empty: the list of those that are here, the gate, and one container with what may be reported of it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Filter, Table
from madang.framework.values import PartyKind, clock
from madang.systems.customs.domain.container import Where
from madang.systems.customs.models import BondedStore, ContainerStay
from madang.systems.customs.usecases.cargo.who import may_report
from madang.systems.customs.usecases.containers.find_containers import containers_here, leave_by, visible_container
from madang.systems.customs.usecases.containers.handle_containers import gate_in, gate_out, shift, strip
from madang.systems.customs.usecases.permissions import CARGO
from madang.systems.customs.web.cargo.forms import PlaceForm
from madang.systems.customs.web.cargo.words import STATES, Names
from madang.systems.customs.web.leaving.words import STATES as LEAVING

LOADS: Mapping[bool, Any] = {
    True: pgettext_lazy("cargo container", "Full"),
    False: pgettext_lazy("cargo container", "Empty"),
}
MOVES: Mapping[str, Any] = {
    "discharged": gettext_lazy("Unloaded empty"),
    "stripped": pgettext_lazy("cargo", "Unpacked"),
    "shifted": gettext_lazy("Brought to another quay or store"),
    "gate_out": gettext_lazy("Left empty by the gate"),
    "gate_in": gettext_lazy("Came empty by the gate"),
    "loaded": gettext_lazy("Loaded empty"),
}
SHOWN = 200


class GateForm(PlaceForm):
    """An empty container that came by the gate."""

    number = forms.CharField(label=gettext_lazy("Number of the container"), max_length=11)
    size_type = forms.CharField(
        label=gettext_lazy("Size and type"),
        help_text=gettext_lazy("Four signs of ISO 6346, such as 22G1, where the container is new here."),
        max_length=4,
        required=False,
    )

    def clean_number(self) -> str:
        """As it is written on the container."""
        return str(self.cleaned_data["number"]).strip().upper()


def spot_of(spot: str, /) -> Any:
    """The state of a container in words."""
    return STATES.get(spot) or LEAVING.get(spot) or pgettext("cargo", "Withdrawn")


def container_facts(*, row: ContainerStay, names: Names) -> list[tuple[str, Any]]:
    """What anybody may know of a container."""
    last_day = leave_by(row=row)
    facts = [
        (pgettext("cargo", "State"), spot_of(row.spot)),
        (pgettext("cargo container", "Load"), LOADS[row.packed]),
        (pgettext("cargo", "Place"), names.store(row.place) if row.stay().stands else "–"),
        (pgettext("cargo", "Voyage"), row.voyage or "–"),
        (pgettext("cargo", "Port"), names.port(row.port)),
        (_("Size and type"), row.size_type or "–"),
    ]
    return [*facts, (_("To leave the country again by"), written.day(last_day))] if last_day else facts


def container_steps(*, row: ContainerStay, names: Names) -> list[dict[str, Any]]:
    """What happened to it, the latest first; without who recorded it."""
    steps = list(row.steps.order_by("-sequence"))
    return [
        {
            "title": _title(step.kind, step.spot, step.packed, fresh=step is steps[-1]),
            "packages": 0,
            "place": names.store(step.place) if step.spot in {"landed", "stored", "terminal"} else "",
            "at": step.happened_at,
        }
        for step in steps
    ]


def _title(kind: str, spot: str, packed: bool, *, fresh: bool) -> Any:
    if kind == "goods":
        return spot_of(spot) if packed else pgettext("cargo", "Unpacked")
    if kind == "listed" and not fresh:
        return _("Named by a ship that leaves")
    return MOVES.get(kind) or spot_of(spot)


def container_columns(*, names: Names) -> tuple[Column, ...]:
    """What a list of containers shows."""
    return (
        Column(
            name="number",
            title=pgettext("cargo", "Container"),
            sort="number",
            link=lambda one: reverse("customs:container", args=[one.number]),
        ),
        Column(name="size_type", title=_("Size and type"), sort="size_type"),
        Column(name="packed", title=pgettext("cargo container", "Load"), value=lambda one: LOADS[one.packed]),
        Column(name="spot", title=pgettext("cargo", "State"), value=lambda one: spot_of(one.spot)),
        Column(
            name="place",
            title=pgettext("cargo", "Place"),
            value=lambda one: names.short(one.place) if one.stay().stands else "",
            sort="place",
        ),
        Column(name="voyage", title=pgettext("cargo", "Voyage")),
        Column(name="leave_by", title=_("Leaves again by"), kind="day", value=lambda one: leave_by(row=one)),
    )


def load_filter() -> Filter:
    """Full or empty."""
    return Filter(
        name="load",
        title=pgettext("cargo container", "Load"),
        choices=tuple((str(int(packed)), title) for packed, title in LOADS.items()),
        apply=lambda rows, value: rows.filter(packed=value == "1"),
    )


def empties_of(*, rows: Any, names: Names) -> list[dict[str, Any]]:
    """The first empty containers of a manifest, as its page shows them."""
    return [
        {
            "number": one.number,
            "size_type": one.size_type,
            "state": spot_of(one.spot),
            "place": names.short(one.place) if one.stay().stands else "",
            "leave_by": leave_by(row=one),
        }
        for one in rows.order_by("number")[:SHOWN]
    ]


@open_to(RESIDENTS, officials(CARGO))
@require_http_methods(["GET", "HEAD", "POST"])
def containers(request: ActorRequest) -> HttpResponseBase:
    """Containers at the places that one keeps and of one's manifests; empty ones are taken in at the gate."""
    officer, party = may(request.actor, "customs.watch_cargo"), request.actor.party
    if not officer and (party is None or party.kind is not PartyKind.BUSINESS):
        return redirect("customs:cargo_mine")
    names = Names()
    choices = names.stores(codes=_kept(request.actor))
    form = GateForm(data=request.POST if request.method == "POST" else None, choices=choices, count=False)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            made = gate_in(**form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Recorded."))
            return redirect("customs:container", made.number)
    rows = containers_here(actor=request.actor)
    table = Table(
        request=request,
        columns=container_columns(names=names),
        source=rows,
        filters=(load_filter(),),
        caption=pgettext("cargo", "Containers"),
    )
    values = {"table": table, "any": rows.exists(), "form": form if choices else None, "officer": officer}
    status = 422 if form.errors else 200
    return table.file(name="containers") or render(request, "customs/cargo/containers.html", values, status=status)


@open_to(RESIDENTS, officials(CARGO))
@require_http_methods(["GET", "HEAD", "POST"])
def container(request: ActorRequest, number: str) -> HttpResponse:
    """One container, its way, and the forms for what may happen to it next."""
    row, names = visible_container(number=number, actor=request.actor), Names()
    posted = request.POST.get("do", "") if request.method == "POST" else ""
    acts = _acts(row, request, names)
    act = acts.get(posted)
    if act is not None and act["form"].is_valid():
        with ShownIn(act["form"]):
            act["run"](act["form"].cleaned_data)
            messages.success(request, _("Recorded."))
            return redirect(
                "customs:containers" if posted == "gate_out" else reverse("customs:container", args=[number])
            )
    values = {
        "number": row.number,
        "facts": container_facts(row=row, names=names),
        "steps": container_steps(row=row, names=names),
        "acts": list(acts.values()),
        "officer": may(request.actor, "customs.watch_cargo"),
    }
    failed = act is not None and act["form"].errors
    return render(request, "customs/cargo/container.html", values, status=422 if failed else 200)


def _acts(row: ContainerStay, request: ActorRequest, names: Names) -> dict[str, dict[str, Any]]:
    """What this actor may report of the container now, each with its form."""
    actor, now, stay = request.actor, clock.now(), row.stay()
    at = BondedStore.objects.filter(code=row.place).first() if stay.stands else None
    posted = request.POST.get("do", "") if request.method == "POST" else ""
    acts: dict[str, dict[str, Any]] = {}

    def offer(code: str, title: str, make: Callable[..., forms.Form], run: Callable[[dict[str, Any]], object]) -> None:
        data = request.POST if posted == code else None
        form = make(data=data, prefix=code)
        acts[code] = {"code": code, "title": title, "form": form, "run": run, "open": posted == code}

    if at is None:
        return acts
    keeps = may_report(actor=actor, business=at.keeper)
    if keeps and stay.packed and stay.where in {Where.LANDED, Where.STORED}:
        title = _("Report that its goods were taken out")
        offer("strip", title, forms.Form, lambda _given: strip(number=row.number, actor=actor, now=now))
    if keeps and not stay.packed:
        title = _("Report that it left empty by the gate")
        offer("gate_out", title, forms.Form, lambda _given: gate_out(number=row.number, actor=actor, now=now))
    to = names.stores(codes=_kept(actor) - {row.place}, port=at.port)
    if to and not stay.packed:
        offer(
            "shift",
            _("Report that it came to another quay or store"),
            lambda **given: PlaceForm(choices=to, count=False, **given),
            lambda given: shift(number=row.number, store=given["store"], actor=actor, now=now),
        )
    return acts


def _kept(actor: Actor) -> set[str]:
    """The quays and stores of which this actor may report."""
    rows = BondedStore.objects.all()
    if not may(actor, "customs.watch_cargo"):
        rows = rows.filter(keeper=actor.party.key if actor.party is not None else "-")
    return set(rows.values_list("code", flat=True))
