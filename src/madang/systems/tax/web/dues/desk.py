"""The officers' side: assessments, arrears, refunds, seizures."""

from typing import Any

from django import forms as plain
from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import Money, clock
from madang.systems.tax.domain.disputes import AssessmentState
from madang.systems.tax.domain.refunds import RefundState
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Assessment, Demand, Due, Refund, Seizure, Taxpayer
from madang.systems.tax.usecases.dues.arrears import overdue
from madang.systems.tax.usecases.dues.assess_taxpayer import (
    Finding,
    approve_assessment,
    assess_taxpayer,
    send_back_assessment,
)
from madang.systems.tax.usecases.dues.decide_refund import grant_refund, refuse_refund
from madang.systems.tax.usecases.dues.demand import KINDS, record_seizure, release_seizure, send_demand
from madang.systems.tax.usecases.dues.wording import ASSESSMENTS, REFUNDS, due_title
from madang.systems.tax.usecases.permissions import COLLECTOR, OFFICER, REVIEWER
from madang.systems.tax.web.dues.forms import AssessForm, ReasonForm, SeizureForm
from madang.systems.tax.web.dues.rows import assessment_facts, due_row, refund_row


def _what(one: Any) -> str:
    return due_title(tax=one.tax, period=one.period, reason=getattr(one, "reason", "assessment"))


def _taxpayer() -> Column:
    return Column(
        name="taxpayer", title=pgettext("tax", "Taxpayer"), sort="taxpayer__name", value=lambda one: one.taxpayer.name
    )


def _amount() -> Column:
    return Column(
        name="minor",
        title=pgettext("tax", "Amount"),
        kind="money",
        sort="minor",
        value=lambda one: Money(one.minor, one.currency),
    )


def _number(view: str) -> Column:
    return Column(
        name="number",
        title=pgettext("tax", "No."),
        sort="number",
        link=lambda one: reverse(view, args=[one.number]),
    )


@open_to(officials(OFFICER, REVIEWER))
@require_http_methods(["GET", "HEAD", "POST"])
def assessments(request: ActorRequest) -> HttpResponseBase:
    """All assessments, those that wait first, and the form that proposes one."""
    form = AssessForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        taxpayer = Taxpayer.objects.filter(party_key=given.pop("number").strip()).first()
        if taxpayer is None:
            form.add_error("number", _("The tax office knows no taxpayer of this number."))
        else:
            with ShownIn(form):
                finding = Finding(**given | {"tax": Tax(given["tax"])})
                made = assess_taxpayer(taxpayer=taxpayer, finding=finding, actor=request.actor, now=clock.now())
                messages.success(request, _("Proposed. A reviewer decides; nothing is owed before."))
                return redirect("tax:desk_assessment", made.number)
    source = Assessment.objects.select_related("taxpayer").order_by("-state", "-pk")
    columns = [
        _number("tax:desk_assessment"),
        _taxpayer(),
        Column(name="title", title=pgettext("tax", "For"), value=_what),
        _amount(),
        Column(name="state", title=pgettext("tax", "State"), sort="state", value=lambda one: ASSESSMENTS[one.state]),
        Column(name="proposed_at", title=pgettext("tax", "Proposed"), kind="day", sort="proposed_at"),
    ]
    table = Table(request=request, columns=columns, source=source, caption=pgettext("tax", "Assessments"))
    values = {"table": table, "form": form, "empty": not source.exists(), "proposes": may(request.actor, "tax.assess")}
    status = 422 if form.errors else 200
    return table.file(name="assessments") or render(request, "tax/dues/desk_assessments.html", values, status=status)


@open_to(officials(OFFICER, REVIEWER))
@require_http_methods(["GET", "HEAD", "POST"])
def desk_assessment(request: ActorRequest, number: str) -> HttpResponse:
    """One assessment: a reviewer who did not make it approves it or sends it back."""
    found = get_object_or_404(Assessment.objects.select_related("taxpayer", "due"), number=number)
    asked, now = request.POST.get("do", ""), clock.now()
    form = ReasonForm(data=request.POST if asked == "send_back" else None)
    approval = plain.Form(data=request.POST if asked == "approve" else None)
    if asked == "approve" and approval.is_valid():
        with ShownIn(approval):
            owed = approve_assessment(assessment=found, actor=request.actor, now=now)
            messages.success(
                request,
                _("Approved. The notice goes out; it is to be paid by {day}.").format(day=written.day(owed.due_on)),
            )
            return redirect("tax:desk_assessment", number)
    if asked == "send_back" and form.is_valid():
        with ShownIn(form):
            send_back_assessment(assessment=found, remark=form.cleaned_data["reasons"], actor=request.actor, now=now)
            messages.success(request, _("Sent back."))
            return redirect("tax:desk_assessment", number)
    own = found.proposed_by == officer(request.actor)
    waits = found.state == AssessmentState.PROPOSED
    values = {
        "number": found.number,
        "facts": [*assessment_facts(found), (pgettext("tax", "Proposed by"), officer_name(found.proposed_by))],
        "decides": waits and not own and may(request.actor, "tax.review"),
        "own": waits and own,
        "remark": found.remark,
        "notice": found.notice,
        "form": form,
        "approval": approval,
    }
    status = 422 if form.errors or approval.errors else 200
    return render(request, "tax/dues/desk_assessment.html", values, status=status)


@open_to(officials(COLLECTOR))
@require_http_methods(["GET", "HEAD"])
def arrears(request: ActorRequest) -> HttpResponseBase:
    """What is overdue, the oldest first."""
    today = timezone.localdate(clock.now())
    source = overdue(on=today).select_related("demand")
    columns = [
        _number("tax:arrear"),
        _taxpayer(),
        Column(name="title", title=pgettext("tax", "For"), value=_what),
        _amount(),
        Column(name="pay_by", title=pgettext("tax", "Last day"), kind="day", sort="due_on"),
        Column(
            name="days", title=pgettext("tax", "Days late"), kind="number", value=lambda one: (today - one.pay_by).days
        ),
        Column(name="demand", title=pgettext("tax", "Demanded until"), kind="day", value=_demanded),
    ]
    table = Table(request=request, columns=columns, source=source, caption=pgettext("tax", "Arrears"))
    values = {"table": table, "empty": not source.exists()}
    return table.file(name="arrears") or render(request, "tax/dues/arrears.html", values)


def _demanded(one: Due) -> object:
    return one.demand.pay_by if hasattr(one, "demand") else None


@open_to(officials(COLLECTOR))
@require_http_methods(["GET", "HEAD", "POST"])
def arrear(request: ActorRequest, number: str) -> HttpResponse:
    """One overdue due: demand it; then record what was seized for it."""
    found = get_object_or_404(Due.objects.select_related("taxpayer"), number=number)
    asked, now = request.POST.get("do", ""), clock.now()
    form = SeizureForm(data=request.POST if asked == "seize" else None)
    letter = plain.Form(data=request.POST if asked == "demand" else None)
    if asked == "demand" and letter.is_valid():
        with ShownIn(letter):
            send_demand(due=found, actor=request.actor, now=now)
            messages.success(request, _("The demand goes out."))
            return redirect("tax:arrear", number)
    if asked == "seize" and form.is_valid():
        with ShownIn(form):
            record_seizure(taxpayer=found.taxpayer, **form.cleaned_data, actor=request.actor, now=now)
            messages.success(request, _("The seizure is recorded, and the taxpayer is told."))
            return redirect("tax:seizures")
    demand = Demand.objects.filter(due=found).first()
    values = due_row(found, today=timezone.localdate(now)) | {
        "demand": {"pay_by": demand.pay_by, "letter": demand.letter} if demand else None,
        "form": form,
        "letter": letter,
    }
    return render(request, "tax/dues/arrear.html", values, status=422 if form.errors or letter.errors else 200)


@open_to(officials(COLLECTOR))
@require_http_methods(["GET", "HEAD", "POST"])
def seizures(request: ActorRequest) -> HttpResponseBase:
    """What is seized, and what was released; one is released here."""
    form = ReasonForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = get_object_or_404(Seizure.objects.select_related("taxpayer"), number=request.POST.get("number", ""))
        with ShownIn(form):
            release_seizure(seizure=found, reason=form.cleaned_data["reasons"], actor=request.actor, now=clock.now())
            messages.success(request, _("Released."))
            return redirect("tax:seizures")
    source = Seizure.objects.select_related("taxpayer").order_by(F("released_at").asc(nulls_first=True), "-pk")
    columns = [
        Column(name="number", title=pgettext("tax", "No."), sort="number"),
        _taxpayer(),
        Column(name="kind", title=pgettext("tax", "Kind of property"), value=lambda one: KINDS.get(one.kind, one.kind)),
        Column(name="what", title=pgettext("tax", "What was seized")),
        _amount(),
        Column(name="seized_at", title=pgettext("tax", "Seized"), kind="day", sort="seized_at"),
        Column(name="released_at", title=pgettext("tax", "Released"), kind="day", sort="released_at"),
    ]
    table = Table(request=request, columns=columns, source=source, caption=pgettext("tax", "Seizures"))
    held = [{"number": one.number, "what": one.what} for one in source.filter(released_at=None)[:50]]
    values = {"table": table, "empty": not source.exists(), "form": form, "held": held}
    status = 422 if form.errors else 200
    return table.file(name="seizures") or render(request, "tax/dues/seizures.html", values, status=status)


@open_to(officials(COLLECTOR))
@require_http_methods(["GET", "HEAD"])
def refunds(request: ActorRequest) -> HttpResponseBase:
    """Refunds, those that wait first."""
    waiting_first = F("decided_at").asc(nulls_first=True)
    source = Refund.objects.select_related("taxpayer").order_by(waiting_first, "due_on", "pk")
    columns = [
        _number("tax:desk_refund"),
        _taxpayer(),
        Column(
            name="title",
            title=pgettext("tax", "For"),
            value=lambda one: due_title(tax=one.tax, period=one.period, reason="return"),
        ),
        _amount(),
        Column(
            name="offset_minor",
            title=pgettext("tax", "Set off"),
            kind="money",
            value=lambda one: Money(one.offset_minor, one.currency),
        ),
        Column(name="state", title=pgettext("tax", "State"), sort="state", value=lambda one: REFUNDS[one.state]),
        Column(name="due_on", title=pgettext("tax", "To be paid out by"), kind="day", sort="due_on"),
    ]
    table = Table(request=request, columns=columns, source=source, caption=pgettext("tax", "Refunds"))
    values = {"table": table, "empty": not source.exists()}
    return table.file(name="refunds") or render(request, "tax/dues/refunds.html", values)


@open_to(officials(COLLECTOR))
@require_http_methods(["GET", "HEAD", "POST"])
def desk_refund(request: ActorRequest, number: str) -> HttpResponse:
    """One refund: what is overdue, and the decision."""
    found = get_object_or_404(Refund.objects.select_related("taxpayer"), number=number)
    asked, now = request.POST.get("do", ""), clock.now()
    today = timezone.localdate(now)
    form = ReasonForm(data=request.POST if asked == "refuse" else None)
    approval = plain.Form(data=request.POST if asked == "grant" else None)
    if asked == "grant" and approval.is_valid():
        with ShownIn(approval):
            grant_refund(refund=found, actor=request.actor, now=now)
            messages.success(request, _("Granted. What was overdue took its part; the taxpayer is told."))
            return redirect("tax:desk_refund", number)
    if asked == "refuse" and form.is_valid():
        with ShownIn(form):
            refuse_refund(refund=found, reasons=form.cleaned_data["reasons"], actor=request.actor, now=now)
            messages.success(request, _("Refused. The taxpayer reads why."))
            return redirect("tax:desk_refund", number)
    values = refund_row(found) | {
        "taxpayer": found.taxpayer.name,
        "source": found.source,
        "account": f"{found.account} {found.holder}".strip(),
        "waits": found.state == RefundState.CLAIMED,
        "overdue": [due_row(one, today=today) for one in overdue(on=today, party=found.taxpayer.party)],
        "form": form,
        "approval": approval,
    }
    status = 422 if form.errors or approval.errors else 200
    return render(request, "tax/dues/desk_refund.html", values, status=status)
