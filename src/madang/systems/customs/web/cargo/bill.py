"""One bill: what it says, where its goods are, what happened, and what may be reported next, by whom."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.domain.cargo_terms import INLAND
from madang.systems.customs.models import BondedMovement, CargoAt, CargoBill, Destruction, SaleNotice
from madang.systems.customs.usecases.areas.standing import taking_in
from madang.systems.customs.usecases.cargo.amend_bill import amend_bill
from madang.systems.customs.usecases.cargo.destroy_goods import Asked, ask_destruction, destroy_goods
from madang.systems.customs.usecases.cargo.find_bill import call_of, visible_bill
from madang.systems.customs.usecases.cargo.handle_goods import carry_in, carry_out
from madang.systems.customs.usecases.cargo.move_under_bond import Sending, receive_under_bond, send_under_bond
from madang.systems.customs.usecases.cargo.sell_overdue import decide_sale, give_notice
from madang.systems.customs.usecases.cargo.what_next import Next, what_next
from madang.systems.customs.usecases.permissions import CARGO
from madang.systems.customs.web.cargo.forms import AmendForm, DestroyForm, PlaceForm, SaleForm, SendForm
from madang.systems.customs.web.cargo.tracking import steps_of
from madang.systems.customs.web.cargo.words import DESTRUCTIONS, FIELDS, STATES, Names, amendments


@open_to(RESIDENTS, officials(CARGO))
@require_http_methods(["GET", "HEAD", "POST"])
def bill(request: ActorRequest, number: str) -> HttpResponse:
    """The bill, and the forms for what may happen to its goods next."""
    found = visible_bill(number=number, actor=request.actor)
    names = Names()
    acts = _acts(found, request, names)
    if request.method == "POST":
        act = acts.get(request.POST.get("do", ""))
        if act is not None and act["form"].is_valid():
            with ShownIn(act["form"]):
                messages.success(request, _said(act["run"](act["form"].cleaned_data)))
                return redirect("customs:cargo_bill", found.number)
    values: dict[str, Any] = {
        "number": found.number,
        "facts": _facts(found, names),
        "places": _places(found, names),
        "steps": steps_of(bill=found, names=names),
        "containers": list(found.containers.order_by("number").values_list("number", "seals")[:50]),
        "acts": list(acts.values()),
        "notices": _notices(found, names),
        "destructions": _destructions(found, names),
        "amendments": amendments(rows=found.manifest.amendments.filter(bill=found.number)),
    }
    failed = any(act["form"].is_bound and act["form"].errors for act in acts.values())
    return render(request, "customs/cargo/bill.html", values, status=422 if failed else 200)


def _said(done: object) -> str:
    if isinstance(done, Destruction):
        return _("It was sent. Your case is {case}.").format(case=done.case)
    return _("Recorded.")


def _destructions(found: CargoBill, names: Names) -> list[dict[str, Any]]:
    """What was asked to be destroyed, the latest first."""
    return [
        {
            "place": names.store(one.store),
            "packages": one.packages,
            "state": DESTRUCTIONS[one.state],
            "case": one.case,
            "at": one.done_at or one.asked_at,
        }
        for one in found.destructions.order_by("-pk")
    ]


def _notices(found: CargoBill, names: Names) -> list[dict[str, Any]]:
    """Notices before a sale, for the owner to see, and what was decided."""
    return [
        {
            "place": names.store(one.store),
            "packages": one.packages,
            "day": one.respond_by,
            "decided": one.decided_at is not None,
            "sell": one.sell,
            "reasons": one.reasons,
        }
        for one in found.sale_notices.order_by("-pk")
    ]


def _facts(found: CargoBill, names: Names) -> list[tuple[str, Any]]:
    call = call_of(bill=found)
    voyage = call or found.manifest
    return [
        (
            pgettext("cargo", "State"),
            _("In house bills") if found.consolidated else STATES.get(found.state, found.state),
        ),
        (pgettext("cargo", "Voyage"), f"{voyage.conveyance_name or voyage.conveyance_number} {voyage.voyage}"),
        (_("From and to"), f"{found.loading} → {names.port(found.discharge)}"),
        (pgettext("cargo", "Goods"), found.description or "–"),
        (pgettext("cargo", "Packages"), f"{written.number(found.packages)} {found.package_kind}"),
        (pgettext("cargo", "Counted"), "–" if found.tallied is None else written.number(found.tallied)),
        (_("Gross mass (kg)"), written.number(found.gross_mass)),
        (pgettext("cargo", "Released"), written.number(found.released)),
        (_("Left by the gate"), written.number(found.carried_out)),
        (pgettext("cargo", "Consignor"), found.consignor_name or "–"),
        (pgettext("cargo", "Consignee"), f"{found.consignee_name} {found.consignee}".strip() or "–"),
        (_("Master bill"), found.master_number or "–"),
    ]


def _places(found: CargoBill, names: Names) -> list[tuple[str, str, int, Any, Any]]:
    rows = CargoAt.objects.filter(bill=found).order_by("spot", "place")
    return [
        (STATES[row.spot], names.store(row.place) if row.place else "", row.packages, row.since, row.due_on)
        for row in rows
    ]


def _acts(found: CargoBill, request: ActorRequest, names: Names) -> dict[str, dict[str, Any]]:
    """What this actor may report of these goods now, each with its form."""
    acts: dict[str, dict[str, Any]] = {}
    asked = request.POST.get("do", "") if request.method == "POST" else ""

    def offer(code: str, title: str, make: Callable[..., forms.Form], run: Callable[[dict[str, Any]], object]) -> None:
        data = request.POST if asked == code else None
        acts[code] = {
            "code": code,
            "title": title,
            "form": make(data=data, prefix=code),
            "run": run,
            "open": asked == code,
        }

    possible = what_next(bill=found, actor=request.actor, on=timezone.localdate(clock.now()))
    _offer_places(found, request.actor, possible, names, offer)
    for movement in possible.arriving:
        _offer_arrival(movement, request.actor, names, offer)
    _offer_destruction(found, request.actor, possible, names, offer)
    _offer_sale(found, request.actor, possible, names, offer)
    if possible.amend:
        initial = {name: getattr(found, name) for name in FIELDS}
        offer(
            "amend",
            _("Amend the bill"),
            lambda **given: AmendForm(initial=initial, **given),
            lambda given: amend_bill(
                bill=found,
                becomes={name: given[name] for name in FIELDS},
                reason=given["reason"],
                actor=request.actor,
                now=clock.now(),
            ),
        )
    return acts


def _offer_places(found: CargoBill, actor: Actor, possible: Next, names: Names, offer: Callable[..., None]) -> None:
    if possible.carry_in:
        offer(
            "carry_in",
            _("Carry into a store"),
            lambda **given: PlaceForm(choices=names.stores(codes=possible.carry_in), count=False, **given),
            lambda given: carry_in(bill=found, store=given["store"], actor=actor, now=clock.now()),
        )
    if possible.carry_out:
        offer(
            "carry_out",
            _("Carry out by the gate"),
            lambda **given: PlaceForm(choices=names.stores(codes=possible.carry_out), **given),
            lambda given: carry_out(
                bill=found, store=given["store"], packages=given["packages"], actor=actor, now=clock.now()
            ),
        )
    if possible.send:
        offer(
            "send",
            _("Send under bond"),
            lambda **given: SendForm(choices=names.stores(codes=possible.send), to=_open(names), **given),
            lambda given: send_under_bond(sending=_sending(found, given), actor=actor, now=clock.now()),
        )


def _open(names: Names) -> list[tuple[str, str]]:
    return names.stores(kinds=INLAND, codes=taking_in(on=timezone.localdate()))


def _offer_arrival(movement: BondedMovement, actor: Actor, names: Names, offer: Callable[..., None]) -> None:
    offer(
        f"receive-{movement.number}",
        _("Report the arrival of {movement}").format(movement=movement.number),
        lambda **given: PlaceForm(choices=names.stores(codes={movement.to}), **given),
        lambda given: receive_under_bond(movement=movement, packages=given["packages"], actor=actor, now=clock.now()),
    )


def _offer_destruction(
    found: CargoBill, actor: Actor, possible: Next, names: Names, offer: Callable[..., None]
) -> None:
    if possible.destroy:
        offer(
            "destroy",
            _("Ask to destroy goods"),
            lambda **given: DestroyForm(choices=names.stores(codes=possible.destroy), **given),
            lambda given: ask_destruction(asked=Asked(bill=found, **given), actor=actor, now=clock.now()),
        )
    for one in possible.approved:
        title = _("Report that {count} packages were destroyed").format(count=written.number(one.packages))
        offer(
            f"destroyed-{one.pk}",
            title,
            lambda **given: forms.Form(**given),
            partial(_destroyed, one, actor),
        )


def _offer_sale(found: CargoBill, actor: Actor, possible: Next, names: Names, offer: Callable[..., None]) -> None:
    if possible.overdue:
        offer(
            "notice",
            _("Give notice that the goods may be sold"),
            lambda **given: PlaceForm(choices=names.stores(codes=possible.overdue), count=False, **given),
            lambda given: give_notice(bill=found, store=given["store"], actor=actor, now=clock.now()),
        )
    for one in possible.notices:
        title = _("Decide on the sale at {place}").format(place=names.short(one.store))
        offer(f"sale-{one.pk}", title, SaleForm, partial(_sold, one, actor))


def _sold(one: SaleNotice, actor: Actor, given: dict[str, Any]) -> None:
    decide_sale(notice=one, sell=given["sell"], reasons=given["reasons"], actor=actor, now=clock.now())


def _destroyed(one: Destruction, actor: Actor, given: dict[str, Any]) -> None:
    """Nothing is asked beside it: the approval says how many."""
    destroy_goods(destruction=one, actor=actor, now=clock.now())


def _sending(found: CargoBill, given: dict[str, Any]) -> Sending:
    return Sending(
        bill=found,
        packages=given["packages"],
        origin=given["store"],
        to=given["to"],
        guarantee=given["guarantee"],
        secured_minor=given["secured"],
    )
