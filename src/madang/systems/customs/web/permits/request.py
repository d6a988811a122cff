"""One request at its agency: what was told, what was examined, and what its officer may do next."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from madang.contracts.customs_v1 import PermitAnswer, PermitRest
from madang.framework.audit.spoken import spoken
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case
from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.customs.models import PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permissions import PERMITS
from madang.systems.customs.usecases.permits.answer_request import answer_request, settle_rest
from madang.systems.customs.usecases.permits.find_requests import find_request
from madang.systems.customs.usecases.permits.procedures import facts_of
from madang.systems.customs.usecases.permits.words import ANSWERS, RESTS, TONES, in_language
from madang.systems.customs.usecases.permits.work_on_request import (
    enter_finding,
    go_on,
    hold_request,
    order_examination,
)
from madang.systems.customs.web.permits.desk import act_of

_ROWS = {"rows": 3}


class ExaminationForm(forms.Form):
    """A look at the goods."""

    kind = forms.ChoiceField(label=pgettext_lazy("customs permit", "Kind of examination"))
    place = forms.CharField(label=gettext_lazy("Where the goods are examined"), max_length=200)
    note = forms.CharField(label=gettext_lazy("What to look at"), max_length=500, required=False)


class FindingForm(forms.Form):
    """What was found."""

    fit = forms.ChoiceField(
        label=pgettext_lazy("customs permit", "Result"),
        choices=(("yes", gettext_lazy("Fit")), ("no", gettext_lazy("Not fit"))),
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label=pgettext_lazy("customs permit", "What was found"), max_length=1000, widget=forms.Textarea(attrs=_ROWS)
    )


class HoldForm(forms.Form):
    """Why it does not go on."""

    reason = forms.CharField(label=gettext_lazy("Why it is held"), max_length=200)


class AnswerForm(forms.Form):
    """The answer."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("customs permit", "Answer"),
        choices=(
            (Outcome.GRANTED.value, pgettext_lazy("customs permit", "Accept the goods")),
            (Outcome.REFUSED.value, pgettext_lazy("customs permit", "Refuse the goods")),
        ),
        widget=forms.RadioSelect,
    )
    accepted = forms.DecimalField(
        label=gettext_lazy("How much is accepted"),
        help_text=gettext_lazy("Empty where all of it is."),
        max_digits=18,
        decimal_places=6,
        required=False,
    )
    rest = forms.ChoiceField(
        label=gettext_lazy("What becomes of the rest"), choices=(("", "–"), *RESTS.items()), required=False
    )
    reasons = forms.CharField(
        label=pgettext_lazy("customs permit", "Reasons"), max_length=1000, widget=forms.Textarea(attrs=_ROWS)
    )


class RestForm(forms.Form):
    """What became of the rest."""

    done_on = DateField(label=gettext_lazy("Day on which the rest was destroyed or had left"))


@open_to(officials(PERMITS))
@require_safe
def permit_request(request: ActorRequest, number: str) -> HttpResponse:
    """The whole of it; the look is the trader's to see."""
    found = find_request(number=number, actor=request.actor, now=clock.now())
    return _shown(request, found, forms_for(one=found))


@open_to(officials(PERMITS))
@require_POST
def act(request: ActorRequest, number: str, step: str) -> HttpResponse:
    """One step of the officer."""
    found = find_request(number=number, actor=request.actor, now=clock.now())
    known = forms_for(one=found, data=request.POST, bound=step)
    if step not in known:
        raise Http404
    form = known[step]
    if form.is_valid():
        with ShownIn(form):
            _STEPS[step](found, form.cleaned_data, request)
            messages.success(request, _("Recorded. Customs and the trader are told."))
            return redirect("customs:permit_request", found.number)
    return _shown(request, found, known, status=422)


def forms_for(*, one: PermitRequest, data: Any = None, bound: str = "") -> dict[str, forms.Form]:
    """What may be done now."""
    if one.rest and one.rest_done_on is None:
        return {"rest": RestForm(data if bound == "rest" else None)}
    if one.answer != PermitAnswer.ASKED.value or one.ended_at is not None:
        return {}
    case = Case.objects.get(number=one.case)
    if case.state == "waiting":
        return {"resume": forms.Form(data if bound == "resume" else None)}
    if one.examinations.filter(done_at=None).exists():
        return {"finding": FindingForm(data if bound == "finding" else None)}
    law = requirement_of(code=one.requirement)
    looks = [(look.code, in_language(look.titles)) for look in law.examinations] if law else []
    found: dict[str, forms.Form] = {"answer": AnswerForm(data if bound == "answer" else None)}
    if looks:
        first = {"place": one.facts.get("place", "") or one.facts.get("bill", "")}
        look = ExaminationForm(data if bound == "examine" else None, initial=first)
        look.fields["kind"].choices = looks  # type: ignore[attr-defined]
        found["examine"] = look
    found["hold"] = HoldForm(data if bound == "hold" else None)
    return found


def _examine(one: PermitRequest, told: dict[str, Any], request: ActorRequest) -> None:
    order_examination(number=one.number, **told, actor=request.actor, now=clock.now())


def _find(one: PermitRequest, told: dict[str, Any], request: ActorRequest) -> None:
    enter_finding(
        number=one.number, fit=told["fit"] == "yes", finding=told["finding"], actor=request.actor, now=clock.now()
    )


def _hold(one: PermitRequest, told: dict[str, Any], request: ActorRequest) -> None:
    hold_request(number=one.number, reason=told["reason"], actor=request.actor, now=clock.now())


def _go_on(one: PermitRequest, told: dict[str, Any], request: ActorRequest) -> None:
    go_on(number=one.number, actor=request.actor, now=clock.now())


def _answer(one: PermitRequest, told: dict[str, Any], request: ActorRequest) -> None:
    answer_request(
        number=one.number,
        outcome=Outcome(told["outcome"]),
        reasons=told["reasons"],
        accepted=told["accepted"],
        rest=PermitRest(told["rest"]) if told["rest"] else None,
        actor=request.actor,
        now=clock.now(),
    )


def _rest(one: PermitRequest, told: dict[str, Any], request: ActorRequest) -> None:
    settle_rest(number=one.number, done_on=told["done_on"], actor=request.actor, now=clock.now())


_STEPS: dict[str, Callable[[PermitRequest, dict[str, Any], ActorRequest], None]] = {
    "examine": _examine,
    "finding": _find,
    "hold": _hold,
    "resume": _go_on,
    "answer": _answer,
    "rest": _rest,
}


def _shown(
    request: ActorRequest, one: PermitRequest, known: dict[str, forms.Form], *, status: int = 200
) -> HttpResponse:
    law = requirement_of(code=one.requirement)
    case = Case.objects.filter(number=one.case).first()
    titles = {look.code: in_language(look.titles) for look in law.examinations} if law else {}
    values = {
        "number": one.number,
        "title": act_of(one),
        "cite": spoken(law.cite) if law else "",
        "state": ANSWERS[one.answer],
        "tone": TONES.get(one.answer, "warning"),
        "facts": facts_of(one=one),
        "case": one.case,
        "due_on": case.due_on if case is not None and one.answered_at is None and one.ended_at is None else None,
        "held": case.waits_for if case is not None else "",
        "says": one.says,
        "automatic": one.automatic,
        "accepted": f"{one.accepted.normalize():f} {one.facts['unit']}" if one.accepted is not None else "",
        "rest": RESTS.get(one.rest, ""),
        "rest_done_on": one.rest_done_on,
        "looks": [
            {"title": titles.get(look.kind, look.kind), "look": look} for look in one.examinations.order_by("pk")
        ],
        "steps": known,
    }
    return render(request, "customs/permits/request.html", values, status=status)
