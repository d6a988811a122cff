"""An application's own page, and what its applicant can do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.contracts.services_v1 import FieldKind, FormField, ServiceKind
from madang.exchange.members import pages_of
from madang.framework.identity.access import RESIDENTS, SIGNED_IN, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.written import day
from madang.framework.values import Refusal, clock
from madang.systems.civil.domain.applications import MAY_RATE, MAY_WITHDRAW, State
from madang.systems.civil.domain.forms import DIVISION, is_shown
from madang.systems.civil.models import Application, Satisfaction
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.issue_instant import issue_instant
from madang.systems.civil.usecases.load_application import load_application
from madang.systems.civil.usecases.rate import rate
from madang.systems.civil.usecases.withdraw import withdraw
from madang.systems.civil.web.declared_form import divisions
from madang.systems.civil.web.words import SENTENCES, STATES, TONES, in_language

_SECONDS = 2


@open_to(SIGNED_IN)
@require_safe
def application(request: ActorRequest, number: str) -> HttpResponse:
    """How an application stands, what came of it, and what can be done with it."""
    found = load_application(number=number, actor=request.actor)
    values = page_values(found)
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "status":
        return render(request, "civil/application_status.html", values)
    return render(request, "civil/application.html", values)


def page_values(found: Application) -> dict[str, Any]:
    """What the page shows of an application."""
    state = State(found.state)
    return {
        "number": found.number,
        "title": in_language(catalogue.title_of(code=found.service)),
        "service": found.service,
        "state": STATES[state],
        "sentence": SENTENCES[state],
        "tone": TONES.get(state, "information"),
        "note": found.note,
        "moving": state is State.WAITING,
        "every": _SECONDS,
        "to_pay": found.charge if state is State.TO_PAY else "",
        "fee": found.fee,
        "waiver": found.waiver,
        "track": _track(found, state),
        "documents": found.documents,
        "document_link": pages_of(found.owner) + found.document_link if found.document_link else "",
        "case_link": pages_of(found.owner) + reverse("cases:my_case", args=[found.case]) if found.case else "",
        "office": found.office,
        "due_on": found.due_on,
        "filed_at": found.filed_at,
        "filed_by": found.filed_by_name if found.filed_by and found.filed_by != found.subject_key else "",
        "at_counter": bool(found.official),
        "answers": answers_shown(found),
        "files": list(found.attachments.values_list("name", flat=True)),
        "may_withdraw": state in MAY_WITHDRAW and found.withdrawal_asked_at is None,
        "withdrawal_asked": found.withdrawal_asked_at if state in MAY_WITHDRAW else None,
        "may_rate": state in MAY_RATE and not Satisfaction.objects.filter(application=found).exists(),
        "stars": [5, 4, 3, 2, 1],
        "bundle": _bundle(found),
    }


def _bundle(found: Application) -> dict[str, str] | None:
    part = getattr(found, "bundle_part", None)
    return {"number": part.bundle.number, "event": part.bundle.event} if part else None


def _track(found: Application, state: State) -> list[dict[str, Any]]:
    """The steps of an application: done, current, ahead or failed."""
    titles = [_("Applied")]
    if found.charge:
        titles.append(_("Fee paid"))
    if found.kind == ServiceKind.CERTIFICATE:
        titles.append(_("Issued"))
        reached = {State.TO_PAY: 1, State.WAITING: len(titles) - 1}.get(state, len(titles))
    else:
        titles += [_("With the agency"), _("Decided")]
        last = len(titles)
        reached = {State.TO_PAY: 1, State.SENT: last - 2, State.WITH_AGENCY: last - 1, State.SUPPLEMENT: last - 1}.get(
            state, last
        )
    broken = state in {State.FAILED, State.REFUSED, State.WITHDRAWN}
    steps = []
    for place, title in enumerate(titles):
        mark = "done" if place < reached else "current" if place == reached else "ahead"
        steps.append({"title": title, "state": mark, "note": ""})
    steps[0]["note"] = day(found.filed_at)
    if broken:
        steps[-1]["state"] = "failed"
        steps[-1]["title"] = str(STATES[state])
    elif found.due_on and state in {State.WITH_AGENCY, State.SUPPLEMENT}:
        steps[-1]["note"] = _("by {day}").format(day=day(found.due_on))
    return steps


def answers_shown(found: Application) -> list[tuple[str, str]]:
    """The answers as a person reads them."""
    entry = catalogue.current().services.get(found.service)
    answers, shown = found.answers, found.shown
    if entry is None:
        return list(answers.items())
    rows = []
    for field in entry.fields:
        value = answers.get(field.name, "")
        if value and is_shown(question=field, answers=answers):
            rows.append((in_language(field.label), shown.get(field.name) or _written(field, value, answers)))
    return rows


def _written(field: FormField, value: str, answers: dict[str, str]) -> str:
    labels = {choice.value: in_language(choice.label) for choice in field.choices}
    if field.kind is FieldKind.YES_NO:
        labels = {"yes": _("Yes"), "no": _("No")}
    if field.kind is FieldKind.ADDRESS:
        return f"{dict(divisions()).get(answers.get(field.name + DIVISION, ''), '')} {value}".strip()
    return ", ".join(labels.get(each, each) for each in value.split(",")) if labels else value


@open_to(SIGNED_IN)
@require_POST
def issue_now(request: ActorRequest, number: str) -> HttpResponse:
    """Ask the owner of a waiting certificate once more."""
    found = load_application(number=number, actor=request.actor)
    try:
        issue_instant(number=found.number, now=clock.now(), actor=request.actor)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    return redirect("civil:application", number)


@open_to(RESIDENTS)
@require_POST
def take_back(request: ActorRequest, number: str) -> HttpResponse:
    """Withdraw."""
    found = withdraw(number=number, actor=request.actor, now=clock.now())
    told = (
        _("The application was taken back.")
        if found.state == State.WITHDRAWN
        else _("The agency is told that you take it back.")
    )
    messages.success(request, told)
    return redirect("civil:application", number)


@open_to(RESIDENTS)
@require_POST
def satisfaction(request: ActorRequest, number: str) -> HttpResponse:
    """Rate a finished application."""
    stars = request.POST.get("stars", "")
    remark = request.POST.get("remark", "")
    rate(number=number, stars=int(stars) if stars.isdigit() else 0, remark=remark, actor=request.actor, now=clock.now())
    messages.success(request, _("Thank you. Your rating helps the agency."))
    return redirect("civil:application", number)
