"""What a taxpayer owes, paid and gets back."""

from typing import Any

from django import forms as plain
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.exchange.refunds import change_account
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import may, require
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.tax.domain.disputes import AssessmentState, DisputeKind
from madang.systems.tax.models import Assessment, Due, Refund, Return, Taxpayer
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues.arrears import clearance_of
from madang.systems.tax.usecases.dues.dispute_assessment import dispute_assessment, until, why_not
from madang.systems.tax.usecases.dues.end_due import STANDING
from madang.systems.tax.usecases.dues.open_refund import FIRST, claim_refund
from madang.systems.tax.usecases.dues.pay_later import ask_extension, choose_instalments, latest, plan
from madang.systems.tax.usecases.dues.wording import DISPUTES, OUTCOMES, due_title
from madang.systems.tax.usecases.name import SYSTEM
from madang.systems.tax.usecases.registration.offices import office_name
from madang.systems.tax.usecases.registration.register_taxpayer import taxpayer_of
from madang.systems.tax.web.dues.forms import AccountForm, DisputeForm, ExtensionForm
from madang.systems.tax.web.dues.rows import assessment_facts, due_row, refund_row

MOST = 100


def mine(request: ActorRequest) -> Taxpayer:
    """The taxpayer for whom the resident acts. Raises Forbidden, OutsideMandate."""
    require(request.actor, "tax.file", str(request.actor.party))
    return taxpayer_of(actor=request.actor, now=clock.now())


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def dues(request: ActorRequest) -> HttpResponse:
    """All of it: to pay, coming back, paid, assessed; a refund is claimed here."""
    taxpayer, now = mine(request), clock.now()
    filed = request.POST.get("filed", "")
    form = AccountForm(data=request.POST if request.method == "POST" else None, initial={"holder": taxpayer.name})
    if request.method == "POST" and "refund" in request.POST and form.is_valid():
        owed = Refund.objects.filter(taxpayer=taxpayer, number=request.POST["refund"]).first()
        if owed is None:
            raise Http404
        with ShownIn(form):
            change_account(system=SYSTEM, number=owed.number, **form.cleaned_data, actor=request.actor, now=now)
            messages.success(request, _("The refund goes to this account now."))
            return redirect("tax:dues")
    elif request.method == "POST" and form.is_valid():
        found = Return.objects.filter(taxpayer=taxpayer, number=filed).first()
        if found is None:
            raise Http404
        with ShownIn(form):
            claim_refund(filed=found, **form.cleaned_data, actor=request.actor, now=now)
            messages.success(request, _("Your refund is claimed. You are told when it is decided."))
            return redirect("tax:dues")
    values = _page(taxpayer) | {"form": form, "filed": filed}
    return render(request, "tax/dues/mine.html", values, status=422 if form.errors else 200)


def _page(taxpayer: Taxpayer) -> dict[str, Any]:
    now = clock.now()
    today = timezone.localdate(now)
    every = Due.objects.filter(taxpayer=taxpayer).select_related("taxpayer")
    owed = [due_row(one, today=today) for one in every.filter(state__in=STANDING).order_by("due_on", "pk")]
    ended = every.exclude(state__in=STANDING).order_by("-ended_at", "-pk")[:MOST]
    clearance = clearance_of(party=taxpayer.party, now=now)
    claimed = Refund.objects.filter(taxpayer=taxpayer).values_list("source", flat=True)
    unclaimed = Return.objects.filter(taxpayer=taxpayer, payable_minor__lt=0, kind__in=FIRST).exclude(
        number__in=claimed
    )
    total = sum(one.minor for one in every.filter(state__in=STANDING))
    return {
        "name": taxpayer.name,
        "office": office_name(code=taxpayer.office_code),
        "owed": owed,
        "total": Money(total, owed[0]["amount"].currency) if owed else None,  # type: ignore[attr-defined]
        "clear": clearance.clear,
        "clear_until": clearance.valid_until,
        "ended": [due_row(one, today=today) for one in ended],
        "refunds": [refund_row(one) for one in Refund.objects.filter(taxpayer=taxpayer).order_by("-pk")[:MOST]],
        "coming": [_coming(one) for one in unclaimed.order_by("-pk")[:MOST]],
        "assessments": [
            {
                "number": one.number,
                "title": due_title(tax=one.tax, period=one.period, reason="assessment"),
                "amount": Money(one.minor, one.currency),
                "notice": one.notice,
            }
            for one in _told(taxpayer)
        ],
        "seizures": [
            {"number": one.number, "what": one.what, "seized_at": one.seized_at}
            for one in taxpayer.seizures.filter(released_at=None).order_by("-pk")
        ],
    }


def _coming(one: Return) -> dict[str, object]:
    title = due_title(tax=one.tax, period=one.period, reason="return")
    return {"number": one.number, "title": title, "amount": Money(-one.payable_minor, one.currency)}


def _told(taxpayer: Taxpayer) -> list[Assessment]:
    """What the taxpayer was told: never what only waits for a reviewer."""
    known = (AssessmentState.APPROVED.value, AssessmentState.WITHDRAWN.value)
    return list(Assessment.objects.filter(taxpayer=taxpayer, state__in=known).order_by("-pk")[:MOST])


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: ActorRequest, number: str) -> HttpResponse:
    """One due: pay it, split it, or ask to pay later."""
    found = Due.objects.select_related("taxpayer").filter(number=number).first()
    if found is None or not may(request.actor, "tax.file", permissions.of(found.taxpayer.party)):
        raise Http404
    now = clock.now()
    today = timezone.localdate(now)
    asked = request.POST.get("do", "")
    form = ExtensionForm(data=request.POST if asked == "later" else None)
    split = plain.Form(data=request.POST if asked == "split" else None)
    if asked == "split" and split.is_valid():
        with ShownIn(split):
            choose_instalments(due=found, actor=request.actor, now=now)
            messages.success(request, _("It is split. Each part has its own last day."))
            return redirect("tax:dues")
    if asked == "later" and form.is_valid():
        with ShownIn(form):
            made = ask_extension(due=found, **form.cleaned_data, actor=request.actor, now=now)
            messages.success(
                request,
                _("Your application is case {case}. Until it is decided the last day stays.").format(case=made.case),
            )
            return redirect("tax:due", number)
    values = due_row(found, today=today) | {
        "plan": [{"amount": Money(minor, found.currency), "on": on} for minor, on in plan(due=found, on=today)],
        "may_ask": found.state in STANDING
        and today <= found.pay_by
        and not found.extensions.filter(granted=None).exists(),
        "asked": found.extensions.filter(granted=None).exists(),
        "latest": latest(due=found, on=today),
        "form": form,
        "split": split,
        "currency": found.currency,
    }
    return render(request, "tax/dues/due.html", values, status=422 if form.errors or split.errors else 200)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: ActorRequest, number: str) -> HttpResponse:
    """What the office assessed and why, and the way to dispute it."""
    found = Assessment.objects.select_related("taxpayer", "due").filter(number=number).first()
    told = found is not None and found.state in {AssessmentState.APPROVED, AssessmentState.WITHDRAWN}
    if found is None or not told or not may(request.actor, "tax.file", permissions.of(found.taxpayer.party)):
        raise Http404
    now = clock.now()
    today = timezone.localdate(now)
    ways = [one for one in DisputeKind if not why_not(assessment=found, kind=one, on=today)]
    form = DisputeForm(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            given = form.cleaned_data | {"kind": DisputeKind(form.cleaned_data["kind"])}
            dispute_assessment(assessment=found, **given, actor=request.actor, now=now)
            messages.success(request, _("It is filed. You find it among your cases."))
            return redirect("tax:assessment", number)
    values = {
        "number": found.number,
        "facts": assessment_facts(found),
        "notice": found.notice,
        "due": found.due.number if found.due else "",
        "ways": [{"title": DISPUTES[one], "until": written.day(until(assessment=found, kind=one))} for one in ways],
        "disputes": [
            {"title": DISPUTES[one.kind], "state": OUTCOMES[one.state], "case": one.case}
            for one in found.disputes.order_by("pk")
        ],
        "form": form,
    }
    return render(request, "tax/dues/assessment.html", values, status=422 if form.errors else 200)
