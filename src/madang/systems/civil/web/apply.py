"""Applying for a service: what the state knows already, the questions that remain, a check, and off it goes."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.contracts.services_v1 import ServiceDeclaration, ServiceKind
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.wizard import Wizard, WizardStep, discard_draft, load_draft, run
from madang.framework.ui.written import money
from madang.framework.values import Refusal, clock
from madang.framework.values.identifiers import new_key
from madang.systems.civil.domain.applications import State
from madang.systems.civil.domain.forms import DIVISION, Step, steps
from madang.systems.civil.models import Application
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.apply import apply as send
from madang.systems.civil.usecases.eligibility import subject_of
from madang.systems.civil.usecases.issue_instant import issue_instant
from madang.systems.civil.usecases.keep_file import KeptFile, keep_file
from madang.systems.civil.usecases.known_in_draft import Told, ask_again, known_in_draft
from madang.systems.civil.usecases.prefill import Known, prefill
from madang.systems.civil.web.declared_form import DeclaredForm, initial_of, texts
from madang.systems.civil.web.words import in_language, step_title

REFRESH = "refresh"


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActorRequest, code: str, step: str = "") -> HttpResponse:
    """The wizard of one service; a service that asks nothing shows only what it will do."""
    declared = catalogue.service(code=code)
    subject = subject_of(declared=declared, actor=request.actor)
    kind = f"civil:{code}:{subject}"

    def look() -> Known:
        return prefill(service=declared, subject=subject, actor=request.actor, application="")

    now = clock.now()
    told = known_in_draft(account_id=account_of(request), kind=kind, look=look, now=now)
    known = told.known
    if known.prefill.refused_because:
        values = {"title": in_language(declared.title), "why": in_language(known.prefill.refused_because), "code": code}
        return render(request, "civil/refused_before.html", values, status=409)
    if known.silence:
        messages.info(request, known.silence)
    if declared.fields:
        wizard = _wizard(request, declared, told, kind)
        response = run(request=request, wizard=wizard, step=step, account_id=account_of(request), now=now)
    elif request.POST.get("go") == REFRESH:
        response = redirect("civil:apply", code)
    else:
        response = _without_questions(request, declared, told, kind)
    if request.POST.get("go") == REFRESH:
        ask_again(account_id=account_of(request), kind=kind, look=look, now=now)
    return response


def account_of(request: ActorRequest) -> int:
    """The account that fills in a form; whoever may apply has one."""
    return cast(int, request.actor.account_id)


def sources_of(*, known: Known) -> tuple[str, ...]:
    """Who told what is known, each once."""
    return tuple(dict.fromkeys(in_language(each.source) for each in known.prefill.answers if each.source))


def _wizard(request: ActorRequest, declared: ServiceDeclaration, told: Told, kind: str) -> Wizard:
    known = told.known

    def finish(sent: HttpRequest, answers: dict[str, Any], key: str) -> HttpResponse:
        return _send(request, declared, known, texts(answers=answers), kept_files(answers=answers), key)

    return Wizard(
        kind=kind,
        title=in_language(declared.title),
        steps=_steps(declared, known, typed_so_far(request=request, kind=kind)),
        address=lambda step: reverse("civil:apply", args=[declared.code, step]),
        finish=finish,
        keep_file=keep_upload,
        cancel=reverse("civil:service", args=[declared.code]),
        send_label=_send_label(declared),
        promise=_promise(declared),
        sources=sources_of(known=known),
        known_at=told.at,
    )


def _steps(declared: ServiceDeclaration, known: Known, typed: dict[str, str]) -> tuple[WizardStep, ...]:
    initial = initial_of(known=known, questions=declared.fields)
    return tuple(
        WizardStep(
            code=step.name,
            title=step_title(step.name),
            form=form_factory(step=step, known=known, typed=typed),
            initial=initial,
            known=_told(declared, known) if place == 0 else (),
        )
        for place, step in enumerate(steps(fields=declared.fields))
    )


def form_factory(*, step: Step, known: Known, typed: dict[str, str]) -> Any:
    """What makes the form of one step, knowing what was typed on the others."""

    def make(data: Any = None, initial: Any = None) -> DeclaredForm:
        names = {question.name for question in step.fields}
        earlier = {name: value for name, value in typed.items() if name not in names}
        return DeclaredForm(questions=step.fields, known=known, earlier=earlier, data=data, initial=initial)

    return make


def typed_so_far(*, request: ActorRequest, kind: str) -> dict[str, str]:
    """What the draft holds of all steps, for questions that depend on another step's answer."""
    draft = load_draft(account_id=account_of(request), kind=kind)
    answers = draft.data.get("typed", {}) if draft else {}
    return {name: ",".join(values) for step in answers.values() for name, values in step.items()}


def _told(declared: ServiceDeclaration, known: Known) -> tuple[tuple[str, str, str], ...]:
    """What the owner told that the form does not ask."""
    asked = {name for question in declared.fields for name in (question.name, question.name + DIVISION)}
    return tuple(
        (each.field.replace("_", " ").capitalize(), each.shown or each.value, in_language(each.source))
        for each in known.prefill.answers
        if each.field not in asked and (each.shown or each.value)
    )


def kept_files(*, answers: dict[str, Any]) -> tuple[KeptFile, ...]:
    """The files among a wizard's answers, by their question."""
    return tuple(KeptFile(**{**value, "field": name}) for name, value in answers.items() if isinstance(value, dict))


def keep_upload(upload: Any) -> dict[str, Any]:
    """What a draft remembers of an upload."""
    kept = keep_file(field="", name=upload.name, data=upload.read())
    return {"name": kept.name, "sha256": kept.sha256, "media_type": kept.media_type, "size": kept.size}


def _send_label(declared: ServiceDeclaration) -> str:
    if declared.fee.online:
        return _("Pay {amount} and send").format(amount=money(declared.fee.online))
    return _("Issue now") if declared.kind is ServiceKind.CERTIFICATE else _("Send")


def _promise(declared: ServiceDeclaration) -> str:
    if declared.kind is ServiceKind.CERTIFICATE:
        return _("The document is issued at once and stays among your documents.")
    if declared.working_days:
        agency, days = in_language(declared.agency), declared.working_days
        return _("{agency} decides within {days} working days and tells you.").format(agency=agency, days=days)
    return _("The agency tells you as soon as it has decided.")


def _without_questions(request: ActorRequest, declared: ServiceDeclaration, told: Told, kind: str) -> HttpResponse:
    refusal: Refusal | None = None
    known = told.known
    if request.method == "POST":
        try:
            response = _send(request, declared, known, {}, (), request.POST.get("key", "")[:64] or new_key())
        except Refusal as raised:
            refusal = raised
        else:
            discard_draft(account_id=account_of(request), kind=kind)
            return response
    values = {
        "title": in_language(declared.title),
        "code": declared.code,
        "known": [
            (each.field.replace("_", " ").capitalize(), each.shown or each.value)
            for each in known.prefill.answers
            if each.value
        ],
        "sources": sources_of(known=known),
        "known_at": told.at,
        "fee": declared.fee.online,
        "promise": _promise(declared),
        "send_label": _send_label(declared),
        "refusal": refusal,
        "key": new_key(),
    }
    return render(request, "civil/apply_at_once.html", values, status=refusal.status if refusal else 200)


def _send(
    request: ActorRequest,
    declared: ServiceDeclaration,
    known: Known,
    answers: dict[str, str],
    files: tuple[KeptFile, ...],
    key: str,
) -> HttpResponse:
    application = send(
        service=declared.code, answers=answers, files=files, known=known, key=key, actor=request.actor, now=clock.now()
    )
    return go_to(request, application)


def go_to(request: ActorRequest, application: Application) -> HttpResponse:
    """Where an application leads next: to the bank, or to its page with the document on it."""
    page = reverse("civil:application", args=[application.number])
    if application.state == State.TO_PAY:
        return HttpResponseRedirect(f"{reverse('money:pay', args=[application.charge])}?next={page}")
    if application.state == State.WAITING:
        try:
            issue_instant(number=application.number, now=clock.now(), actor=request.actor)
        except Refusal as refusal:
            messages.warning(request, str(refusal))
    return redirect(page)
