"""Where is it? Anybody who knows the number of a bill or container sees its way; no names of people or companies."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.protect import client_address, limit
from madang.framework.ui import written
from madang.systems.customs.models import CargoBill
from madang.systems.customs.usecases.cargo.find_bill import LONGEST, call_of, standing_bill
from madang.systems.customs.usecases.cargo.refusals import NoSuchBill
from madang.systems.customs.usecases.containers.find_containers import standing_container
from madang.systems.customs.usecases.leaving.find_departure import standing_departure_bill
from madang.systems.customs.web.cargo.containers import container_facts, container_steps
from madang.systems.customs.web.cargo.words import KINDS, MODES, STATES, Names
from madang.systems.customs.web.leaving.bill import boxes_of, departure_steps, facts_of

TIMES, SECONDS = 30, 60


@open_to(ANYONE)
@require_safe
def tracking(request: ActorRequest) -> HttpResponse:
    """The form, and the way of what was asked for."""
    number = request.GET.get("number", "").strip().upper()[:LONGEST]
    values: dict[str, Any] = {"number": number}
    if not number:
        return render(request, "customs/cargo/tracking.html", values)
    # Numbers follow one another: whoever tries them in turn is stopped.
    limit(f"customs.tracking.{client_address(request)}", times=TIMES, per_seconds=SECONDS)
    found = _joined(_bill(number), _departure(number)) or _container(number)
    values |= found or {"unknown": True}
    return render(request, "customs/cargo/tracking.html", values, status=200 if found else 404)


def _bill(number: str) -> dict[str, Any] | None:
    try:
        bill = standing_bill(number=number)
    except NoSuchBill:
        return None
    call, names = call_of(bill=bill), Names()
    voyage = call or bill.manifest
    if bill.consolidated:
        state = _("Its goods stand in house bills: ask your forwarder for the number of yours.")
    else:
        state = STATES.get(bill.state, bill.state)
    facts = [
        (pgettext("cargo", "State"), state),
        (
            pgettext("cargo", "Voyage"),
            f"{voyage.conveyance_name or voyage.conveyance_number} {voyage.voyage} ({MODES[voyage.mode]})",
        ),
        (_("From and to"), f"{bill.loading} → {names.port(bill.discharge)}"),
        (pgettext("cargo", "Packages"), f"{written.number(bill.packages)} {bill.package_kind}"),
        (pgettext("cargo", "Released"), written.number(bill.released)),
        (_("Left by the gate"), written.number(bill.carried_out)),
    ]
    numbers = bill.containers.order_by("number").values_list("number", flat=True)
    return {"facts": facts, "steps": steps_of(bill=bill, names=names), "containers": list(numbers[:50])}


def _departure(number: str) -> dict[str, Any] | None:
    """The bill by which goods leave; one that brought them may have the same number."""
    try:
        bill = standing_departure_bill(number=number)
    except NoSuchBill:
        return None
    names = Names()
    return {
        "facts": facts_of(found=bill, names=names, public=True),
        "steps": departure_steps(bill=bill, names=names),
        "containers": boxes_of(bill=bill),
    }


def _joined(came: dict[str, Any] | None, leaves: dict[str, Any] | None) -> dict[str, Any] | None:
    if came is None or leaves is None:
        return came or leaves
    return {
        "facts": [*came["facts"], *leaves["facts"]],
        "steps": [*leaves["steps"], *came["steps"]],
        "containers": sorted({*came["containers"], *leaves["containers"]}),
    }


def steps_of(*, bill: CargoBill, names: Names) -> list[dict[str, Any]]:
    """What happened, the latest first; without declaration numbers and who recorded it."""
    return [
        {
            "title": KINDS.get(step.kind, step.kind),
            "packages": step.packages if step.kind not in {"arrived", "manifested"} else 0,
            "place": names.store(step.to) if step.to_spot in {"landed", "stored"} and step.kind != "released" else "",
            "at": step.happened_at,
        }
        for step in bill.steps.order_by("-sequence")
    ]


def _container(number: str) -> dict[str, Any] | None:
    row = standing_container(number=number)
    if row is None:
        return None
    names = Names()
    return {
        "facts": container_facts(row=row, names=names),
        "steps": container_steps(row=row, names=names),
        "containers": [],
    }
