"""One payment for several dues."""

from typing import Any

from django import forms as plain
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import SlotNotApplicable
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.tax.domain.words import JointState
from madang.systems.tax.models import Due, JointPayment
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues.arrears import standing
from madang.systems.tax.usecases.dues.pay_together import (
    MOST,
    cancel_joint_payment,
    order_joint_payment,
    plan,
)
from madang.systems.tax.usecases.dues.wording import due_title
from madang.systems.tax.web.dues.forms import TogetherForm
from madang.systems.tax.web.dues.mine import mine


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: ActorRequest) -> HttpResponse:
    """Choose what one payment is for, and how much it is."""
    taxpayer, now = mine(request), clock.now()
    owed = list(standing(party=taxpayer.party)[:MOST])
    choices = [(one.number, _choice(one)) for one in owed]
    chosen = [one.number for one in owed]
    form = TogetherForm(
        data=request.POST if request.method == "POST" else None, choices=choices, initial={"dues": chosen}
    )
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = order_joint_payment(
                taxpayer=taxpayer,
                numbers=form.cleaned_data["dues"],
                minor=form.cleaned_data["minor"],
                actor=request.actor,
                now=now,
            )
            return redirect("tax:joint_payment", made.number)
    total = Money(sum(one.minor for one in owed), owed[0].currency) if owed else None
    values = {"form": form, "total": total, "earlier": _earlier(taxpayer.pk)}
    return render(request, "tax/dues/together.html", values, status=422 if form.errors else 200)


def _choice(due: Due) -> str:
    title = due_title(tax=due.tax, period=due.period, reason=due.reason)
    amount, day = written.money(Money(due.minor, due.currency)), written.day(due.pay_by)
    return pgettext("tax", "{title}: {amount}, by {day}").format(title=title, amount=amount, day=day)


def _earlier(taxpayer: int) -> list[dict[str, object]]:
    found = JointPayment.objects.filter(taxpayer=taxpayer).order_by("-pk")[:MOST]
    return [
        {"number": one.number, "amount": Money(one.minor, one.currency), "state": _state(one), "at": one.ordered_at}
        for one in found
    ]


def _state(one: JointPayment) -> str:
    return {
        JointState.OPEN.value: pgettext("tax", "waits for your money"),
        JointState.PAID.value: pgettext("tax", "paid"),
        JointState.CANCELLED.value: pgettext("tax", "cancelled"),
    }[one.state]


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def joint_payment(request: ActorRequest, number: str) -> HttpResponse:
    """One payment: how it is paid, and what the law settles with it."""
    found = JointPayment.objects.select_related("taxpayer").filter(number=number).first()
    if found is None or not may(request.actor, "tax.file", permissions.of(found.taxpayer.party)):
        raise Http404
    form = plain.Form(data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            cancel_joint_payment(payment=found, actor=request.actor, now=clock.now())
            messages.success(request, _("The payment is cancelled. What you owe stays as it is."))
            return redirect("tax:together")
    rows, missing = _shared(found)
    values = {
        "number": found.number,
        "charge": found.charge,
        "amount": Money(found.minor, found.currency),
        "state": _state(found),
        "open": found.state == JointState.OPEN,
        "paid": found.state == JointState.PAID,
        "rows": rows,
        "missing": missing,
        "left": Money(found.left_minor, found.currency) if found.left_minor else None,
        "form": form,
    }
    return render(request, "tax/dues/joint_payment.html", values, status=422 if form.errors else 200)


def _shared(payment: JointPayment) -> tuple[list[dict[str, Any]], str]:
    """What was settled, or would be today; and why a country's law has no order."""
    if payment.state == JointState.CANCELLED:
        return [], ""
    if payment.state == JointState.PAID:
        given = payment.allocations.select_related("due").order_by("pk")
        return [_row(one.due, one.minor, one.cite, payment.currency) for one in given], ""
    try:
        settled = plan(payment=payment, on=timezone.localdate(clock.now()))
    except SlotNotApplicable as none:
        return [], str(none)
    dues = {one.number: one for one in Due.objects.filter(number__in=[part.number for part in settled])}
    return [_row(dues[one.number], one.minor, one.cite, payment.currency) for one in settled], ""


def _row(due: Due, minor: int, cite: str, currency: str) -> dict[str, Any]:
    return {
        "number": due.number,
        "title": due_title(tax=due.tax, period=due.period, reason=due.reason),
        "amount": Money(minor, currency),
        "rest": Money(due.minor - minor, currency) if minor < due.minor else None,
        "cite": spoken(cite),
    }
