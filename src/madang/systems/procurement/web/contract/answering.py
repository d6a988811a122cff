"""A contract's page for one side: what it shows, and what its buttons do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.identity.officers import officer
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui.forms import ACCESS_DENIED, add_refusal
from madang.framework.values import Refusal, clock
from madang.systems.procurement.domain.contracting import Side
from madang.systems.procurement.models import Contract
from madang.systems.procurement.usecases.contract.try_again import settle
from madang.systems.procurement.web.contract.acts import BUYER_ACTS, SUPPLIER_ACTS, Act
from madang.systems.procurement.web.contract.facts import side_facts
from madang.systems.procurement.web.contract.forms import (
    ChangeForm,
    DeliveryForm,
    EndForm,
    GuaranteeForm,
    InvoiceForm,
    ReasonForm,
)

MakeForm = Callable[..., forms.Form]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One side's page. `rows` names the list at whose rows a form stands; other forms stand once."""

    side: Side
    acts: Mapping[str, Act]
    forms: Mapping[str, MakeForm]
    rows: Mapping[str, str]
    view: str
    template: str


BUYER_DOOR = Door(
    side=Side.BUYER,
    acts=BUYER_ACTS,
    forms={
        "lodge": GuaranteeForm,
        "propose": ChangeForm,
        "terminate": EndForm,
        "refuse_delivery": ReasonForm,
        "refuse_invoice": ReasonForm,
    },
    rows={"refuse_delivery": "to_inspect", "refuse_invoice": "invoices"},
    view="procurement:desk_contract",
    template="procurement/contract/desk_contract.html",
)
SUPPLIER_DOOR = Door(
    side=Side.SUPPLIER,
    acts=SUPPLIER_ACTS,
    forms={"propose": ChangeForm, "deliver": DeliveryForm, "invoice": InvoiceForm},
    rows={"deliver": "to_deliver", "invoice": "to_invoice"},
    view="procurement:my_contract",
    template="procurement/contract/my_contract.html",
)


def answer(*, request: ActorRequest, contract: Contract, door: Door) -> HttpResponse:
    """Do what a button asks, and show the page."""
    act = request.POST.get("do", "") if request.method == "POST" else ""
    key, failed, bound = request.POST.get("key", ""), "", None
    if act in door.acts:
        if act in door.forms:
            bound = door.forms[act](data=request.POST, prefix=_prefix(door, act, key))
        if bound is None or bound.is_valid():
            try:
                door.acts[act](contract, request, bound.cleaned_data if bound else {})
            except Refusal as no:
                failed = _shown(bound, no)
            else:
                ask_neighbours(request=request, contract=contract)
                return redirect(door.view, contract.number)
    today = timezone.localdate(clock.now())
    values = side_facts(contract=contract, side=door.side, who=officer(request.actor), today=today)
    values["failed"] = failed
    _lay_out(door, values, contract, act, key, bound)
    return render(request, door.template, values, status=422 if failed or bound is not None else 200)


def ask_neighbours(*, request: ActorRequest, contract: Contract) -> None:
    """Ask at once for what is missing; what gets no answer waits, and the page says so."""
    found = Contract.objects.select_related("terms", "supplier").get(pk=contract.pk)
    if not settle(contract=found, now=clock.now()):
        messages.warning(
            request, _("A neighbour did not answer as needed. The contract waits and asks again by itself.")
        )


def _prefix(door: Door, act: str, key: str) -> str:
    return f"{act}-{key}" if act in door.rows else act


def _lay_out(
    door: Door, values: dict[str, Any], contract: Contract, act: str, key: str, bound: forms.Form | None
) -> None:
    """Put each form where it stands; the one that was sent comes with its faults."""
    values["forms"] = {}
    for name, make in door.forms.items():
        if name not in door.rows:
            initial = {"ends_on": contract.ends_on, "minor": _units(contract.minor)}
            given = {"prefix": name, "initial": initial if name == "propose" else {}}
            values["forms"][name] = bound if bound is not None and name == act else make(**given)
            continue
        for row in values[door.rows[name]]:
            mine = bound is not None and name == act and str(row["pk"]) == key
            given = {"prefix": _prefix(door, name, str(row["pk"])), "initial": {"minor": _units(row.get("minor"))}}
            row["form"] = bound if mine else make(**given)
            row["open"] = mine


def _units(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-pack().currency_digits)


def _shown(form: forms.Form | None, no: Refusal) -> str:
    """The refusal in its form, or as a sentence on the page; what denies access goes on."""
    if no.status in ACCESS_DENIED:
        raise no
    if form is None:
        return " ".join([str(no), *(str(one.says) for one in no.faults)])
    add_refusal(form=form, refusal=no)
    return ""
