"""A released declaration in the wizard, as it should have been: the declarant corrects it, customs assesses it anew."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import DateField
from madang.framework.ui.usecases.drafts import load_draft, save_draft
from madang.framework.ui.wizard import Wizard, WizardStep, answers_typed, run
from madang.framework.values import Money, Refusal, clock
from madang.systems.customs.domain.correction import ClaimGround, CorrectionKind, Fraud, WithoutNotice
from madang.systems.customs.models import Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.file_correction import LateClaim, assess_anew, file_correction
from madang.systems.customs.usecases.corrections.reckon_correction import Reckoned, reckon_correction
from madang.systems.customs.usecases.corrections.words import FRAUDS, GROUNDS, KINDS, WITHOUT
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.find_declaration import find_declaration
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.web.declarations.again import SameShipmentForm
from madang.systems.customs.web.declarations.answers import pages_say_all, typed_from
from madang.systems.customs.web.declarations.lodge import declared, placed, steps

SUMMARY = "summary"


class ReasonForm(forms.Form):
    """Why it is corrected."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AssessForm(ReasonForm):
    """How customs assesses it anew."""

    fraud = forms.ChoiceField(
        label=gettext_lazy("If facts were hidden: how"),
        choices=[("", gettext_lazy("Nothing was hidden")), *FRAUDS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    without_notice = forms.ChoiceField(
        label=gettext_lazy("If nobody is told before: why"),
        choices=[
            ("", gettext_lazy("The declarant is told before")),
            *(one for one in WITHOUT.items() if one[0] != WithoutNotice.LAPSING.value),
        ],
        help_text=gettext_lazy("Whoever is told before may ask for a review."),
        widget=forms.RadioSelect,
        required=False,
    )


class CorrectForm(ReasonForm):
    """Where money goes that comes back, and what lets it be claimed late."""

    account = forms.CharField(
        label=gettext_lazy("Your account, if money comes back"),
        help_text=gettext_lazy("An IBAN, or the bank's code, a hyphen and the number."),
        max_length=34,
        required=False,
    )
    holder = forms.CharField(label=gettext_lazy("Holder of the account"), max_length=140, required=False)
    ground = forms.ChoiceField(
        label=gettext_lazy("Only if you claim after the years of the law: what happened"),
        choices=[("", gettext_lazy("Nothing of this")), *GROUNDS.items()],
        required=False,
    )
    known_on = DateField(label=gettext_lazy("The day on which you came to know it"), required=False)

    def clean(self) -> dict[str, Any]:
        """What happened has its day."""
        told = super().clean() or {}
        if bool(told.get("ground")) != bool(told.get("known_on")):
            self.add_error("known_on", _("Say what happened and on which day you came to know it, or neither."))
        return told


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, number: str, step: str = "") -> HttpResponse:
    """The declarant says what should have been declared."""
    return _wizard(request, number, step, own=True)


@open_to(officials(OFFICER))
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: ActorRequest, number: str, step: str = "") -> HttpResponse:
    """An officer says it."""
    return _wizard(request, number, step, own=False)


def _wizard(request: ActorRequest, number: str, step: str, *, own: bool) -> HttpResponse:
    now = clock.now()
    found = find_declaration(number=number, actor=request.actor, now=now)
    said = declaration_of(content=found.content)
    account, kind = request.actor.account_id or 0, f"customs:correct:{own}:{found.number}:{found.version}"
    if not pages_say_all(declaration=said, party=found.party, name=found.party_name):
        messages.error(request, _("It says more than these pages ask. Correct it by your program."))
        return redirect("customs:declaration", found.number)
    if load_draft(account_id=account, kind=kind) is None:
        data = {"typed": typed_from(declaration=said), "at": "item-1"}
        save_draft(account_id=account, kind=kind, data=data, now=now)

    form = CorrectForm if own else AssessForm
    screens = (
        *steps(known={}, shipment=SameShipmentForm),
        WizardStep(code="reason", title=pgettext("customs", "The reason"), form=form),
    )
    address = "customs:correct_step" if own else "customs:assess_step"
    wizard = Wizard(
        kind=kind,
        title=_("Correct declaration {number}").format(number=found.number),
        steps=screens,
        address=lambda code: reverse(address, args=[found.number, code]),
        finish=partial(_sent, found=found, actor=request.actor, own=own, now=now),
        cancel=reverse("customs:declaration", args=[found.number]),
        send_label=_("Correct the declaration"),
        promise=_promise(found, screens, account, kind, own=own, now=now) if step == SUMMARY else "",
        summary_lead=_("Assessed by the rates of the day on which it was declared; the earlier content stays."),
    )
    return run(request=request, wizard=wizard, step=step, account_id=account, now=now)


def _promise(
    found: CustomsDeclaration, screens: tuple[WizardStep, ...], account: int, kind: str, *, own: bool, now: datetime
) -> str:
    """What it costs or brings if it is sent today; empty where it would not be taken, which sending tells."""
    draft = load_draft(account_id=account, kind=kind)
    answers = answers_typed(steps=screens, typed=draft.data.get("typed", {}) if draft else {})
    if answers is None:
        return ""
    try:
        declaration = declared(answers=answers | {"reference": found.reference})
        would = reckon_correction(
            one=found,
            declaration=declaration,
            own=own,
            on=timezone.localdate(now),
            fraud=bool(answers.get("fraud")),
            known_on=answers.get("known_on"),
        )
    except Refusal:
        return ""
    return _said(would, found.currency)


def _said(would: Reckoned, currency: str) -> str:
    told = {
        "kind": str(KINDS[would.kind.value]),
        "raised": written.money(would.shortfall),
        "addition": written.money(would.addition),
        "back": written.money(Money(would.given_back, currency)),
    }
    if would.kind is CorrectionKind.CLAIM:
        return _("{kind}: {back} would go back with interest, once an official agrees.").format(**told)
    if would.given_back:
        return _("{kind}: {raised} more and {addition} on top are to pay; {back} goes back.").format(**told)
    return _("{kind}: {raised} more and {addition} on top are to pay.").format(**told)


def _sent(
    _request: HttpRequest,
    answers: dict[str, Any],
    _key: str,
    *,
    found: CustomsDeclaration,
    actor: Actor,
    own: bool,
    now: datetime,
) -> HttpResponse:
    door: Callable[..., Correction] = file_correction if own else assess_anew
    try:
        made = door(
            number=found.number,
            version=found.version,
            declaration=declared(answers=answers | {"reference": found.reference}),
            reason=answers["reason"],
            actor=actor,
            now=now,
            **(_of_declarant(answers) if own else _of_officer(answers)),
        )
    except DeclarationRefused as refusal:
        raise DeclarationRefused(faults=tuple(placed(fault=fault) for fault in refusal.faults)) from None
    return redirect("customs:correction", made.number)


def _of_declarant(answers: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {name: answers.get(name) or "" for name in ("account", "holder")}
    if answers.get("ground"):
        told["late"] = LateClaim(ground=ClaimGround(answers["ground"]), known_on=answers["known_on"])
    return told


def _of_officer(answers: dict[str, Any]) -> dict[str, Any]:
    fraud, without = answers.get("fraud"), answers.get("without_notice")
    return {
        "fraud": Fraud(fraud) if fraud else None,
        "without_notice": WithoutNotice(without) if without else None,
    }
