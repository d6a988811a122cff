"""Life events: what a turn of life needs, done in one go over several agencies."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.contracts.services_v1 import KnownAnswer, Prefill
from madang.framework.identity.access import ANYONE, RESIDENTS, SIGNED_IN, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.wizard import Wizard, WizardStep, run
from madang.framework.values import clock
from madang.systems.civil.domain.applications import State
from madang.systems.civil.domain.forms import DIVISION, Step, steps
from madang.systems.civil.domain.life_events import PARTS, LifeEvent, Part, PartState, part_state
from madang.systems.civil.models import Bundle
from madang.systems.civil.usecases import catalogue
from madang.systems.civil.usecases.known_in_draft import Told, ask_again, known_in_draft
from madang.systems.civil.usecases.load_application import load_bundle
from madang.systems.civil.usecases.prefill import Known, prefill
from madang.systems.civil.usecases.start_life_event import start_life_event
from madang.systems.civil.web.apply import (
    REFRESH,
    account_of,
    form_factory,
    keep_upload,
    kept_files,
    sources_of,
    typed_so_far,
)
from madang.systems.civil.web.declared_form import asked, initial_of, texts
from madang.systems.civil.web.services import events, row
from madang.systems.civil.web.words import PART_STATES, STATES, in_language, step_title

_TONES = {
    PartState.DONE: "success",
    PartState.FAILED: "danger",
    PartState.READY: "warning",
    PartState.BLOCKED: "gray",
    PartState.UNDER_WAY: "information",
}


class ChosenParts(forms.Form):
    """Which of the optional services are wanted."""

    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Do you want these done as well?"),
        help_text=gettext_lazy("What the event always needs is done anyway."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@open_to(ANYONE)
@require_safe
def life_events(request: ActorRequest) -> HttpResponse:
    """All life events."""
    return render(request, "civil/life_events.html", {"events": events()})


@open_to(ANYONE)
@require_safe
def life_event(request: ActorRequest, event: str) -> HttpResponse:
    """What a life event needs, in which order, and what of it runs already for this person."""
    turn = catalogue.life_event(code=event)
    offered = catalogue.current().services
    parts = [
        {
            **row(offered[part.service]),
            "optional": part.optional,
            "after": [in_language(offered[each].title) for each in part.after if each in offered],
        }
        for part in turn.parts
        if part.service in offered
    ]
    named = {part["code"] for part in parts}
    others = [each for each in catalogue.current().for_event(event=event) if each.code not in named]
    party = request.actor.party
    running = (
        Bundle.objects.filter(event=event, subject_kind=party.kind.value, subject_key=party.key)[:10] if party else ()
    )
    values = {
        "event": {"code": event, "title": in_language(turn.title), "summary": in_language(turn.summary)},
        "parts": parts,
        "questions": [in_language(each.label) for each in turn.questions],
        "others": [row(each) for each in others],
        "running": [{"number": each.number, "created_at": each.created_at} for each in running],
    }
    return render(request, "civil/life_event.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: ActorRequest, event: str, step: str = "") -> HttpResponse:
    """The questions of a life event, asked once for all its parts."""
    turn = catalogue.life_event(code=event)
    offered = catalogue.current().services
    parts = [part for part in turn.parts if part.service in offered]
    if not parts:
        return redirect("civil:life_event", event)
    account, kind, now = account_of(request), f"civil:life:{turn.code}:{request.actor.party}", clock.now()

    def look() -> Known:
        return _known(request, turn, parts)

    told = known_in_draft(account_id=account, kind=kind, look=look, now=now)
    wizard = _wizard(request, turn, parts, told, kind)
    response = run(request=request, wizard=wizard, step=step, account_id=account, now=now)
    if request.POST.get("go") == REFRESH:
        ask_again(account_id=account, kind=kind, look=look, now=now)
    return response


def _known(request: ActorRequest, turn: LifeEvent, parts: list[Part]) -> Known:
    """What the owners of the parts know, under the names of the event's questions."""
    party = request.actor.party
    offered = catalogue.current().services
    asked = {name for question in turn.questions for name in (question.name, question.name + DIVISION)}
    answers: dict[str, KnownAnswer] = {}
    silence = ""
    for part in parts:
        declared = offered[part.service]
        if party is None or not declared.fields:
            continue
        told = prefill(service=declared, subject=party, actor=request.actor, application="")
        silence = silence or told.silence
        for each in told.prefill.answers:
            name = (part.shared or {}).get(each.field, each.field)
            if name in asked and name not in answers:
                answers[name] = KnownAnswer(
                    field=name, value=each.value, shown=each.shown, source=each.source, choices=each.choices
                )
    return Known(prefill=Prefill(answers=tuple(answers.values())), silence="" if answers else silence)


def _wizard(request: ActorRequest, turn: LifeEvent, parts: list[Part], told: Told, kind: str) -> Wizard:
    known = told.known

    def finish(sent: HttpRequest, answers: dict[str, Any], key: str) -> HttpResponse:
        bundle = start_life_event(
            event=turn.code,
            chosen=frozenset(answers.pop(PARTS, ())),
            answers=texts(answers=answers),
            files=kept_files(answers=answers),
            known=known,
            key=key,
            actor=request.actor,
            now=clock.now(),
        )
        return redirect("civil:bundle", turn.code, bundle.number)

    return Wizard(
        kind=kind,
        title=in_language(turn.title),
        steps=tuple(_steps(turn, parts, known, typed_so_far(request=request, kind=kind))),
        address=lambda step: reverse("civil:start_life_event", args=[turn.code, step]),
        finish=finish,
        keep_file=keep_upload,
        cancel=reverse("civil:life_event", args=[turn.code]),
        send_label=_("Send all parts"),
        promise=_("Each agency does its part. If one cannot, the others go on, and the next page shows each."),
        sources=sources_of(known=known),
        known_at=told.at,
    )


def _steps(turn: LifeEvent, parts: list[Part], known: Known, typed: dict[str, str]) -> list[WizardStep]:
    initial = initial_of(known=known, questions=turn.questions)
    screens = []
    optional = [part for part in parts if part.optional]
    if optional:
        wanted = {PARTS: [part.service for part in optional]}
        form = _parts_form(optional)
        screens.append(WizardStep(code=PARTS, title=step_title(PARTS), form=form, initial=wanted))
    for step in steps(fields=turn.questions):
        screens.append(
            WizardStep(
                code=step.name,
                title=step_title(step.name),
                form=form_factory(step=step, known=known, typed=typed),
                initial=initial,
                shown=_shown(step),
            )
        )
    return screens


def _shown(step: Step) -> Any:
    def shown(answers: Mapping[str, Any]) -> bool:
        return bool(asked(questions=step.fields, earlier=texts(answers=answers)))

    return shown


def _parts_form(optional: list[Part]) -> Any:
    offered = catalogue.current().services
    choices = [(part.service, in_language(offered[part.service].title)) for part in optional]

    def make(data: Any = None, initial: Any = None) -> ChosenParts:
        form = ChosenParts(data=data, initial=initial)
        cast(forms.MultipleChoiceField, form.fields["parts"]).choices = choices
        return form

    return make


@open_to(SIGNED_IN)
@require_safe
def bundle(request: ActorRequest, event: str, number: str) -> HttpResponse:
    """How each part of a life event stands."""
    found = load_bundle(number=number, actor=request.actor)
    turn = catalogue.life_event(code=found.event)
    rows = {each.service: each for each in found.parts.select_related("application")}
    states = {service: State(each.application.state) for service, each in rows.items() if each.application}
    answers = found.answers
    parts = [_part(part, rows[part.service], states, answers) for part in turn.parts if part.service in rows]
    values = {
        "number": found.number,
        "title": in_language(turn.title),
        "event": found.event,
        "created_at": found.created_at,
        "parts": parts,
        "done": sum(1 for each in parts if each["done"]),
        "total": len(parts),
        "moving": any(each["moving"] for each in parts),
    }
    template = "civil/bundle_parts.html" if request.headers.get("HX-Target") == "parts" else "civil/bundle.html"
    return render(request, template, values)


def _part(part: Part, found: Any, states: dict[str, State], answers: dict[str, str]) -> dict[str, Any]:
    state = part_state(part=part, applications=states, answers=answers)
    application = found.application
    return {
        "title": in_language(catalogue.title_of(code=part.service)),
        "service": part.service,
        "state": PART_STATES[state],
        "tone": _TONES[state],
        "detail": STATES[State(application.state)] if application else "",
        "problem": found.problem,
        "number": application.number if application else "",
        "charge": application.charge if application and application.state == State.TO_PAY else "",
        "after": [in_language(catalogue.title_of(code=each)) for each in part.after]
        if state is PartState.BLOCKED
        else [],
        "done": state is PartState.DONE,
        "moving": bool(application and application.state in {State.WAITING, State.SENT}),
    }
