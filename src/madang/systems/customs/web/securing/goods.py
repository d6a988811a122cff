"""Goods under a procedure: what waits and until when, what left, and what may be done with the rest."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.customs.domain.procedures import DECLARED, Ending, Procedure, procedure_called
from madang.systems.customs.domain.securing import INSIDE, SecuredState
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.models import SecuredGoods
from madang.systems.customs.usecases.declarations.words import LEVIES
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.securing.discharge import Left, confirm_leaving
from madang.systems.customs.usecases.securing.draw import restore_guarantee
from madang.systems.customs.usecases.securing.find import find_goods_under
from madang.systems.customs.usecases.securing.leave import Leaving, declare_leaving
from madang.systems.customs.usecases.securing.terms import extend_term
from madang.systems.customs.usecases.securing.words import ENDINGS, STATES, TONES, procedure_title
from madang.systems.customs.web.securing.columns import measured, unit_of
from madang.systems.customs.web.securing.forms import ConfirmForm, ExtendForm, LeaveForm


@open_to(RESIDENTS, officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def goods(request: ActorRequest, number: str, item: int) -> HttpResponse:
    """All of it, and the forms for what may happen next."""
    found = find_goods_under(number=number, item=item, actor=request.actor, now=clock.now())
    acts = _acts(found, request)
    if request.method == "POST":
        act = acts.get(request.POST.get("do", ""))
        if act is not None and act["form"].is_valid():
            with ShownIn(act["form"]):
                where = act["run"](act["form"].cleaned_data)
                messages.success(request, act["done"])
                return redirect(where)
    procedure = procedure_called(code=found.procedure, on=found.declaration.rates_on)
    values: dict[str, Any] = {
        "title": found.title,
        "procedure": procedure_title(one=found.declaration),
        "cite": spoken(procedure.cite) if procedure else "",
        "state": STATES[found.state],
        "tone": TONES.get(found.state, "information"),
        "facts": _facts(found),
        "waits": [
            (LEVIES[levy], Money(found.suspended[levy.value], found.currency))
            for levy in Levy
            if levy.value in found.suspended
        ],
        "due": SecuredState(found.state) in {SecuredState.DUE, SecuredState.CALLED},
        "declaration": found.declaration.number,
        "discharges": _discharges(found),
        "acts": list(acts.values()),
        "own": request.actor.party is not None and may(request.actor, "customs.declare", str(found.declaration.party)),
    }
    failed = any(act["form"].is_bound and act["form"].errors for act in acts.values())
    return render(request, "customs/securing/goods.html", values, status=422 if failed else 200)


def _facts(found: SecuredGoods) -> list[tuple[str, object]]:
    secured = written.money(Money(found.secured_minor, found.currency))
    by = found.guarantee.number if found.guarantee else found.paper
    return [
        (pgettext("customs", "Trader"), found.declaration.party_name),
        (_("Commodity code"), found.commodity),
        (pgettext("procedure", "Left"), measured(found)),
        (pgettext("procedure", "Began on"), written.day(found.began_on) if found.began_on else "–"),
        (pgettext("procedure", "Term until"), written.day(found.due_on) if found.due_on else "–"),
        (pgettext("procedure", "Secured"), f"{secured} ({by})" if by else secured),
    ]


def _discharges(found: SecuredGoods) -> list[dict[str, object]]:
    return [
        {
            "title": ENDINGS[one.ending],
            "quantity": f"{one.quantity.normalize():f} {unit_of(found)}",
            "at": one.at,
            "declaration": one.declaration,
            "text": one.text,
        }
        for one in found.discharges.order_by("pk")
    ]


def _acts(found: SecuredGoods, request: ActorRequest) -> dict[str, dict[str, Any]]:
    """What this actor may do with the goods now, each with its form."""
    acts: dict[str, dict[str, Any]] = {}
    procedure = procedure_called(code=found.procedure, on=found.declaration.rates_on)
    asked = request.POST.get("do", "") if request.method == "POST" else ""

    def offer(code: str, title: str, done: str, make: Callable[..., forms.Form], run: Callable[..., str]) -> None:
        data = request.POST if asked == code else None
        form = make(data=data, prefix=code)
        acts[code] = {"code": code, "title": title, "done": done, "form": form, "run": run, "open": asked == code}

    officer = may(request.actor, "customs.secure", found.declaration.office_code)
    if officer and found.drawn_minor and found.state == SecuredState.SETTLED.value:
        offer(
            "restore",
            _("The debtor paid: give back to the guarantee what was drawn"),
            _("What was drawn is good again."),
            forms.Form,
            lambda _told: _restore(found, request),
        )
    if procedure is None or SecuredState(found.state) not in INSIDE:
        return acts
    declared = [one.value for one in procedure.endings if one in DECLARED]
    if (
        declared
        and request.actor.party is not None
        and may(request.actor, "customs.declare", str(found.declaration.party))
    ):
        offer(
            "leave",
            _("Send them out or declare them home"),
            _("Lodged. The procedure ends for these goods when the declaration is released."),
            lambda **given: LeaveForm(endings=declared, initial={"quantity": _left(found)}, **given),
            lambda told: _leave(found, request, told),
        )
    if officer:
        _offer_officer(found, procedure, request, offer)
    return acts


def _offer_officer(
    found: SecuredGoods, procedure: Procedure, request: ActorRequest, offer: Callable[..., None]
) -> None:
    here = reverse("customs:secured_goods", args=[found.declaration.number, found.item])
    confirmed = [one.value for one in procedure.endings if one not in DECLARED]
    offer(
        "confirm",
        _("Confirm how they left"),
        _("Recorded. What secured them is free."),
        lambda **given: ConfirmForm(endings=confirmed, initial={"quantity": _left(found)}, **given),
        lambda told: _confirm(found, request, told, here),
    )
    if procedure.extension_months and not found.extended:
        offer(
            "extend",
            _("Make the term longer by {months} months").format(months=procedure.extension_months),
            _("The term was made longer."),
            ExtendForm,
            lambda told: _extend(found, request, told, here),
        )


def _left(found: SecuredGoods) -> str:
    return f"{found.left.normalize():f}"


def _leave(found: SecuredGoods, request: ActorRequest, told: dict[str, Any]) -> str:
    leaving = Leaving(**told | {"ending": Ending(told["ending"])})
    made = declare_leaving(goods=found, leaving=leaving, actor=request.actor, now=clock.now())
    return reverse("customs:declaration", args=[made.number])


def _restore(found: SecuredGoods, request: ActorRequest) -> str:
    restore_guarantee(goods=found, actor=request.actor, now=clock.now())
    return reverse("customs:secured_goods", args=[found.declaration.number, found.item])


def _confirm(found: SecuredGoods, request: ActorRequest, told: dict[str, Any], here: str) -> str:
    left = Left(**told | {"ending": Ending(told["ending"])})
    confirm_leaving(goods=found, left=left, actor=request.actor, now=clock.now())
    return here


def _extend(found: SecuredGoods, request: ActorRequest, told: dict[str, Any], here: str) -> str:
    extend_term(goods=found, reason=told["reason"], actor=request.actor, now=clock.now())
    return here
