"""One bill of leaving goods: what it says, where its goods are, what happened, and what the terminal reports next."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import clock
from madang.systems.customs.models import BondedStore, DepartureBill, DepartureGoods, DepartureStep
from madang.systems.customs.usecases.cargo.who import may_report
from madang.systems.customs.usecases.leaving.find_departure import call_of_departure, visible_departure_bill
from madang.systems.customs.usecases.leaving.handle_departure import carry_in_leaving, take_back
from madang.systems.customs.usecases.permissions import CARGO
from madang.systems.customs.web.cargo.words import Names
from madang.systems.customs.web.leaving.forms import TakeBackForm, TerminalForm
from madang.systems.customs.web.leaving.mine import by_what
from madang.systems.customs.web.leaving.words import KINDS, STATES


@open_to(RESIDENTS, officials(CARGO))
@require_http_methods(["GET", "HEAD", "POST"])
def departure_bill(request: ActorRequest, number: str) -> HttpResponse:
    """The bill, and the forms of its terminal's keeper."""
    found = visible_departure_bill(number=number, actor=request.actor)
    names = Names()
    goods = list(found.goods.filter(withdrawn=False).select_related("declaration", "arrival").order_by("line"))
    acts = _acts(found, goods, request, names)
    if request.method == "POST":
        act = next((one for one in acts if one["code"] == request.POST.get("do", "")), None)
        if act is not None and act["form"].is_valid():
            with ShownIn(act["form"]):
                act["run"](act["form"].cleaned_data)
                messages.success(request, _("Recorded."))
                return redirect("customs:departure_bill", found.number)
    values = {
        "number": found.number,
        "facts": facts_of(found=found, names=names, public=False),
        "goods": [_row(one, names) for one in goods],
        "steps": departure_steps(bill=found, names=names),
        "containers": boxes_of(bill=found),
        "acts": acts,
    }
    failed = any(act["form"].is_bound and act["form"].errors for act in acts)
    return render(request, "customs/leaving/bill.html", values, status=422 if failed else 200)


def _acts(
    found: DepartureBill, goods: list[DepartureGoods], request: ActorRequest, names: Names
) -> list[dict[str, Any]]:
    """What this actor may report now, each with its form."""
    asked = request.POST.get("do", "") if request.method == "POST" else ""
    actor, now, acts = request.actor, clock.now(), []
    stores = _kept(found, actor)
    if stores and any(one.held().expected for one in goods):
        form = TerminalForm(
            data=request.POST if asked == "carry_in" else None,
            prefix="carry_in",
            choices=names.stores(codes=stores),
        )
        acts.append(
            {
                "code": "carry_in",
                "title": _("Report that they came to the terminal"),
                "form": form,
                "open": asked == "carry_in",
                "run": lambda given: carry_in_leaving(bill=found, terminal=given["terminal"], actor=actor, now=now),
            }
        )
    if any(one.waiting and one.terminal in stores for one in goods):
        acts.append(
            {
                "code": "take_back",
                "title": _("Report that they were taken back"),
                "form": TakeBackForm(data=request.POST if asked == "take_back" else None, prefix="take_back"),
                "open": asked == "take_back",
                "run": lambda given: take_back(
                    bill=found, line=given["line"], packages=given["packages"], actor=actor, now=now
                ),
            }
        )
    return acts


def _kept(found: DepartureBill, actor: Actor) -> set[str]:
    """The terminals of the port for which the actor reports."""
    call = call_of_departure(bill=found) or found.manifest
    rows = BondedStore.objects.filter(port=call.port).values_list("code", "keeper")
    return {code for code, keeper in rows if may_report(actor=actor, business=keeper)}


def facts_of(*, found: DepartureBill, names: Names, public: bool) -> list[tuple[str, Any]]:
    """What the bill says; names of parties are not for the public."""
    voyage = call_of_departure(bill=found) or found.manifest
    goods = list(found.goods.filter(withdrawn=False))
    states = [STATES[one] for one in STATES if any(row.state == one for row in goods)]
    state = _("In house bills") if found.consolidated else ", ".join(str(one) for one in states)
    facts: list[tuple[str, Any]] = [
        (pgettext("cargo", "State"), state),
        (pgettext("cargo", "Voyage"), f"{voyage.conveyance_name or voyage.conveyance_number} {voyage.voyage}"),
        (_("From and to"), f"{names.port(found.loading)} → {found.discharge}"),
        (pgettext("cargo", "Packages"), f"{written.number(found.packages)} {found.package_kind}"),
        (pgettext("customs leaving", "Aboard"), written.number(sum(one.loaded for one in goods))),
        (pgettext("customs leaving", "Left"), written.number(sum(one.left for one in goods))),
    ]
    if not public:
        facts += [
            (_("Gross mass (kg)"), written.number(found.gross_mass)),
            (pgettext("cargo", "Consignor"), found.consignor_name or "–"),
            (pgettext("cargo", "Consignee"), found.consignee_name or "–"),
            (_("Master bill"), found.master_number or "–"),
            (pgettext("cargo", "Manifest"), found.manifest.number),
        ]
    return facts


def _row(one: DepartureGoods, names: Names) -> dict[str, Any]:
    return {
        "line": one.line,
        "description": one.description,
        "by": by_what(one),
        "export": one.declaration.number if one.declaration else "",
        "arrival": one.arrival.number if one.arrival else "",
        "packages": one.packages,
        "terminal": names.short(one.terminal) if one.terminal else "",
        "waiting": one.waiting,
        "loaded": one.loaded,
        "left": one.left,
        "state": STATES[one.state],
    }


def departure_steps(*, bill: DepartureBill, names: Names) -> list[dict[str, Any]]:
    """What happened to the goods of a bill, the latest first; without declarations and who recorded it."""
    rows = DepartureStep.objects.filter(goods__bill=bill).order_by("-happened_at", "-sequence", "goods__line")
    return [
        {
            "title": KINDS[step.kind],
            "packages": step.packages if step.kind != "lodged" else 0,
            "place": names.store(step.terminal) if step.terminal else "",
            "at": step.happened_at,
        }
        for step in rows[:200]
    ]


def boxes_of(*, bill: DepartureBill) -> list[str]:
    """The containers in which its goods leave."""
    numbers = bill.goods.filter(boxes__isnull=False).values_list("boxes__container__number", flat=True)
    return sorted(set(numbers))[:50]
