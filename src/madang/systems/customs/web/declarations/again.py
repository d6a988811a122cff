"""A declaration that was made before, in the wizard: declared again as last time, or amended before release."""

from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.usecases.drafts import load_draft, save_draft
from madang.framework.ui.wizard import Wizard, WizardStep, run
from madang.framework.values import clock
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.change_declaration import amend_declaration
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.find_declaration import own_declaration
from madang.systems.customs.usecases.declarations.lodge_declaration import declarant_name
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused
from madang.systems.customs.web.declarations.answers import pages_say_all, typed_from
from madang.systems.customs.web.declarations.forms import ShipmentForm, quotas_said
from madang.systems.customs.web.declarations.lodge import declared, draft_kind, placed, steps

EACH_TIME = {"shipment": ("reference", "bill"), "value": ("invoice",)}
"""What is another one each time."""


class SameShipmentForm(ShipmentForm):
    """The shipment of a declaration that keeps its reference."""

    reference = None  # type: ignore[assignment]


class ReasonForm(forms.Form):
    """Why it is amended."""

    reason = forms.CharField(
        label=gettext_lazy("Why you amend it"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@open_to(RESIDENTS)
@require_POST
def again(request: ActorRequest, number: str) -> HttpResponse:
    """A draft that says what the other one said, but for what is another each time."""
    typed = typed_from(declaration=declaration_of(content=own_declaration(number=number, actor=request.actor).content))
    for step, names in EACH_TIME.items():
        for name in names:
            typed[step].pop(name, None)
    save_draft(
        account_id=request.actor.account_id or 0,
        kind=draft_kind(request),
        data={"typed": typed, "at": "shipment"},
        now=clock.now(),
    )
    messages.info(
        request, _("Filled in as last time. Give it a reference and an invoice of its own, and look through it.")
    )
    return redirect("customs:lodge_step", "shipment")


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: ActorRequest, number: str, step: str = "") -> HttpResponse:
    """The wizard with what was declared; the reason is asked last."""
    found, now = own_declaration(number=number, actor=request.actor), clock.now()
    said = declaration_of(content=found.content)
    account, kind = request.actor.account_id or 0, f"customs:amend:{found.number}:{found.version}"
    if not pages_say_all(declaration=said, party=request.actor.party, name=declarant_name(actor=request.actor)):
        messages.error(request, _("It says more than these pages ask. Withdraw it and lodge it anew by your program."))
        return redirect("customs:declaration", found.number)
    if load_draft(account_id=account, kind=kind) is None:
        save_draft(
            account_id=account, kind=kind, data={"typed": typed_from(declaration=said), "at": "shipment"}, now=now
        )

    reason = WizardStep(code="reason", title=pgettext("customs", "The reason"), form=ReasonForm)
    wizard = Wizard(
        kind=kind,
        title=_("Amend declaration {number}").format(number=found.number),
        steps=(*steps(known={}, shipment=SameShipmentForm, quotas=quotas_said()), reason),
        address=lambda code: reverse("customs:amend_step", args=[found.number, code]),
        finish=partial(_sent, found=found, actor=request.actor, now=now),
        cancel=reverse("customs:declaration", args=[found.number]),
        send_label=_("Amend the declaration"),
        promise=_(
            "It is assessed and selected anew by the rates of the day on which it was lodged; the earlier content stays."
        ),
        summary_lead=_("Look through what you declare. You answer for it (Customs Act art. 241)."),
    )
    return run(request=request, wizard=wizard, step=step, account_id=account, now=now)


def _sent(
    _request: HttpRequest,
    answers: dict[str, Any],
    _key: str,
    *,
    found: CustomsDeclaration,
    actor: Actor,
    now: datetime,
) -> HttpResponse:
    try:
        amend_declaration(
            number=found.number,
            version=found.version,
            declaration=declared(answers=answers | {"reference": found.reference}),
            reason=answers["reason"],
            actor=actor,
            now=now,
        )
    except DeclarationRefused as refusal:
        raise DeclarationRefused(faults=tuple(placed(fault=fault) for fault in refusal.faults)) from None
    return redirect("customs:declaration", found.number)
