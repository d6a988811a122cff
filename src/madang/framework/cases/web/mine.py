"""The applicant's pages."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from madang.framework.cases import clock as case_clock
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Happened, State, may_follow
from madang.framework.cases.listing import cases_of, row_of
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import answer_supplement, object_to, withdraw
from madang.framework.cases.usecases.rights import is_applicant
from madang.framework.cases.web import attachments, showing
from madang.framework.cases.web.forms import AnswerForm, ObjectForm, WithdrawForm
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.identity.models import Office
from madang.framework.identity.requests import ActorRequest
from madang.framework.money.listing import charges_for
from madang.framework.values import Party, Refusal, clock


def _own(request: ActorRequest, number: str) -> Case:
    """The case, if the actor is its applicant or subject; else it is as if it were not there."""
    case = get_object_or_404(Case, number=number)
    if request.actor.party not in (case.applicant, case.subject) or not may(request.actor, "cases.read", case):
        raise Http404
    return case


@open_to(RESIDENTS)
@require_safe
def my_cases(request: ActorRequest) -> HttpResponse:
    """All cases of the party at this member."""
    rows = cases_of(cast(Party, request.actor.party), now=clock.now())
    values = {"asking": [row for row in rows if row.asks], "rows": [row for row in rows if not row.asks]}
    return render(request, "cases/mine.html", values)


@open_to(RESIDENTS)
@require_safe
def my_case(request: ActorRequest, number: str) -> HttpResponse:
    """One case: where it stands, what it asks for, what was decided and what one can do about it."""
    return _page(request, _own(request, number))


def _page(
    request: ActorRequest, case: Case, *, bound: dict[str, forms.Form] | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    now = clock.now()
    procedure = procedures.get(case.procedure)
    office = Office.objects.filter(code=case.office_code).first()
    values = {
        "case": row_of(case, today=case_clock.local_day(now)),
        "office": office.name_in(get_language() or "") if office else case.office_code,
        "facts": showing.facts_of(case),
        "files": attachments.files_of(case),
        "timeline": showing.timeline_of(case, desk=False),
        "decisions": showing.decisions_of(case, desk=False),
        "supplements": showing.supplements_of(case),
        "objection": showing.objection_of(case),
        "objection_until": case.objection_until,
        "charges": [*charges_for(case.number), *(charges_for(case.application) if case.application else ())],
        "refunds": procedure.refunds_on_withdrawal,
        "forms": {**_forms(case, actor=request.actor, now_day=case_clock.local_day(now)), **(bound or {})},
        "refusal": refusal,
    }
    return render(request, "cases/my_case.html", values, status=refusal.status if refusal else 200)


def _forms(case: Case, *, actor: Actor, now_day: Any) -> dict[str, forms.Form]:
    """What the applicant can do now."""
    state = State(case.state)
    made: dict[str, forms.Form] = {}
    if not is_applicant(actor, case):
        return made
    if may_follow(state=state, event=Happened.SUPPLEMENT_ANSWERED):
        made["answer"] = AnswerForm(use_required_attribute=False)
    if state is State.DECIDED and case.objection_until is not None and now_day <= case.objection_until:
        made["object"] = ObjectForm(use_required_attribute=False)
    if may_follow(state=state, event=Happened.WITHDRAWN) and procedures.get(case.procedure).may_withdraw:
        made["withdraw"] = WithdrawForm(use_required_attribute=False)
    return made


class _Incomplete(Refusal):
    """Something is missing; the form itself says what."""

    code = "cases.form_incomplete"
    status = 422

    def __str__(self) -> str:
        return _("Nothing was sent yet. Please look at the points marked below.")


def _do(
    request: ActorRequest, number: str, *, act: str, form: forms.Form, does: Callable[[Case, dict[str, Any]], str]
) -> HttpResponse:
    case = _own(request, number)
    if not form.is_valid():
        return _page(request, case, bound={act: form}, refusal=_Incomplete())
    try:
        with transaction.atomic():
            done = does(case, form.cleaned_data)
    except Refusal as refusal:
        case.refresh_from_db()
        return _page(request, case, bound={act: form}, refusal=refusal)
    messages.success(request, done)
    return redirect("cases:my_case", number)


@open_to(RESIDENTS)
@require_POST
def answer(request: ActorRequest, number: str) -> HttpResponse:
    """Answer what the office asked, with files."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        now = clock.now()
        files = attachments.take_in(typed["papers"] or [], case=case, actor=request.actor, now=now)
        answer_supplement(case=case, answer=typed["answer"], attachments=files, actor=request.actor, now=now)
        return _("Your answer was sent. The office goes on with your application.")

    return _do(request, number, act="answer", form=AnswerForm(request.POST, request.FILES), does=does)


@open_to(RESIDENTS)
@require_POST
def object_case(request: ActorRequest, number: str) -> HttpResponse:
    """Object to the refusal."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        object_to(case=case, reasons=typed["reasons"], actor=request.actor, now=clock.now())
        return _("Your objection was received. Another official answers it.")

    return _do(request, number, act="object", form=ObjectForm(request.POST), does=does)


@open_to(RESIDENTS)
@require_POST
def withdraw_case(request: ActorRequest, number: str) -> HttpResponse:
    """Take the application back."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        withdraw(case=case, reason=typed["reason"], actor=request.actor, now=clock.now())
        return _("Your application was withdrawn.")

    return _do(request, number, act="withdraw", form=WithdrawForm(request.POST), does=does)


@open_to(RESIDENTS)
@require_safe
def my_file(request: ActorRequest, number: str, key: str) -> HttpResponse:
    """A file of one's own case."""
    return attachments.answer_file(_own(request, number), key=key)
