"""What an official does on the case page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from madang.framework.cases.models import Case
from madang.framework.cases.usecases import (
    answer_objection,
    decide,
    extend_deadline,
    request_supplement,
    take,
    transfer,
)
from madang.framework.cases.web import desk_forms
from madang.framework.cases.web.desk import case_page, handled
from madang.framework.identity.access import ANY_OFFICIAL, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Refusal, clock


def _do(request: ActorRequest, number: str, *, act: str, does: Callable[[Case, dict[str, Any]], str]) -> HttpResponse:
    """Read the form, do it, say what was done; on a refusal show the page again with what was typed."""
    case = handled(request, number)
    forms = desk_forms.forms_for(case, actor=request.actor, now=clock.now(), typed=act, data=request.POST)
    form = forms[act]
    if not form.is_valid():
        return case_page(request, case, forms=forms, refusal=_Incomplete())
    try:
        done = does(case, {**form.cleaned_data, "actor": request.actor, "now": clock.now()})
    except Refusal as refusal:
        # Others may have changed it: the page shows the case as it is now.
        case.refresh_from_db()
        forms = desk_forms.forms_for(case, actor=request.actor, now=clock.now(), typed=act, data=request.POST)
        return case_page(request, case, forms=forms, refusal=refusal)
    messages.success(request, done)
    return redirect("cases:case", number)


class _Incomplete(Refusal):
    """Something of the form is missing; the form itself says what."""

    code = "cases.form_incomplete"
    status = 422

    def __str__(self) -> str:
        return _("Nothing was saved yet. Please look at the points marked below.")


@open_to(ANY_OFFICIAL)
@require_POST
def take_case(request: ActorRequest, number: str) -> HttpResponse:
    """Take it in hand."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        take(case=case, **typed)
        return _("The case is in your hands now.")

    return _do(request, number, act="take", does=does)


@open_to(ANY_OFFICIAL)
@require_POST
def decide_case(request: ActorRequest, number: str) -> HttpResponse:
    """Decide it."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        decide(case=case, **typed)
        return _("Your decision was recorded and the applicant told.")

    return _do(request, number, act="decide", does=does)


@open_to(ANY_OFFICIAL)
@require_POST
def ask_supplement(request: ActorRequest, number: str) -> HttpResponse:
    """Ask the applicant to add something."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        request_supplement(case=case, **typed)
        return _("The applicant was asked; the period stands still until the answer.")

    return _do(request, number, act="supplement", does=does)


@open_to(ANY_OFFICIAL)
@require_POST
def transfer_case(request: ActorRequest, number: str) -> HttpResponse:
    """Hand it to another office; the official then no longer sees it."""
    case = handled(request, number)

    def does(case: Case, typed: dict[str, Any]) -> str:
        transfer(case=case, **typed)
        return _("Case %(number)s was transferred; the applicant was told.") % {"number": case.number}

    response = _do(request, case.number, act="transfer", does=does)
    return redirect("cases:worklist") if response.status_code == 302 else response


@open_to(ANY_OFFICIAL)
@require_POST
def extend_period(request: ActorRequest, number: str) -> HttpResponse:
    """Put the decision or the answer off."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        extend_deadline(case=case, **typed)
        return _("The period was extended and the applicant told.")

    return _do(request, number, act="extend", does=does)


@open_to(ANY_OFFICIAL)
@require_POST
def answer_the_objection(request: ActorRequest, number: str) -> HttpResponse:
    """Answer the objection."""

    def does(case: Case, typed: dict[str, Any]) -> str:
        answer_objection(case=case, **typed)
        return _("Your answer was recorded and the applicant told.")

    return _do(request, number, act="objection", does=does)
