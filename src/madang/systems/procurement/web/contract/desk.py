"""The buyer's desk of contracts."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.words import AwardState
from madang.systems.procurement.models import Award
from madang.systems.procurement.usecases.contract.listed import listed
from madang.systems.procurement.usecases.contract.make_contract import make_contract
from madang.systems.procurement.usecases.permissions import BUYER
from madang.systems.procurement.web.budget_lines import lines_to_choose
from madang.systems.procurement.web.contract.answering import BUYER_DOOR, answer, ask_neighbours
from madang.systems.procurement.web.contract.forms import ContractForm, known_already
from madang.systems.procurement.web.contract.words import STATES
from madang.systems.procurement.web.list_parts import amount, leading, of_supplier


@open_to(officials(BUYER))
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """The office's contracts, and final awards that have none yet."""
    offices = request.actor.offices(BUYER)
    source = listed().filter(buyer__in=offices).order_by("-made_at")
    awards = Award.objects.filter(tender__buyer__in=offices, state=AwardState.ACTIVE.value, contract=None)
    awards = awards.filter(agreements=None)
    table = Table(request=request, columns=columns(), source=source, caption=_("Contracts"))
    values = {
        "table": table,
        "empty": not source.exists(),
        "awards": [
            {
                "title": one.tender.title,
                "supplier": one.supplier.name,
                "amount": Money(one.minor, one.currency),
                "url": reverse("procurement:new_contract", args=[one.number]),
            }
            for one in awards.select_related("tender", "supplier").order_by("final_at", "pk")[:50]
        ],
    }
    return table.file(name="contracts") or render(request, "procurement/contract/desk.html", values)


def columns(*, view: str = "procurement:desk_contract") -> tuple[Column, ...]:
    """Of a list of contracts whose rows lead to `view`."""
    return (
        leading(name="number", title=_("Contract number"), view=view),
        Column(name="title", title=_("Title"), sort="title"),
        of_supplier(),
        amount(title=_("Value")),
        Column(name="ends_on", title=pgettext("contract", "Ends"), kind="day", sort="ends_on"),
        Column(name="state", title=_("State"), value=lambda one: STATES[one.state]),
    )


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def new_contract(request: ActorRequest, award: str) -> HttpResponse:
    """The form of a draft."""
    found = Award.objects.select_related("tender", "supplier").filter(number=award).first()
    if found is None or found.tender.buyer not in request.actor.offices(BUYER):
        raise Http404
    now = clock.now()
    lines, silent = lines_to_choose(office=found.tender.buyer, now=now)
    posted = request.POST if request.method == "POST" else None
    form = ContractForm(
        lines=lines, data=posted, initial=known_already(line=found.tender.budget_line, supplier=found.supplier)
    )
    if posted is not None and form.is_valid():
        with ShownIn(form):
            made = make_contract(award=found, plan=form.plan(), actor=request.actor, now=now)
            ask_neighbours(request=request, contract=made)
            return redirect("procurement:desk_contract", made.number)
    values = {
        "form": form,
        "silent": silent,
        "no_lines": not lines and not silent,
        "facts": [
            (_("Award"), found.number),
            (_("Title"), found.tender.title),
            (_("Supplier"), found.supplier.name),
        ],
        "amount": Money(found.minor, found.currency),
    }
    return render(request, "procurement/contract/new.html", values, status=422 if form.errors else 200)


@open_to(officials(BUYER))
@require_http_methods(["GET", "HEAD", "POST"])
def desk_contract(request: ActorRequest, number: str) -> HttpResponse:
    """One contract, with all that the buyer can do now."""
    found = listed().filter(number=number).first()
    if found is None or found.buyer not in request.actor.offices(BUYER):
        raise Http404
    return answer(request=request, contract=found, door=BUYER_DOOR)
