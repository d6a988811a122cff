"""One parcel of a consignee: what customs did with it; it is reported as not ordered, or what was paid comes back with it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import citation
from madang.framework.ui import written
from madang.framework.ui.forms import DateField, ShownIn
from madang.framework.values import clock
from madang.systems.customs.models import Parcel, ParcelAsked
from madang.systems.customs.usecases.express.ask_about_parcel import (
    MONTHS,
    SentBack,
    ask_back,
    declared_as,
    find_own_parcel,
    paid_for,
    report_not_mine,
)
from madang.systems.customs.web.express.words import ASKED, ASKED_STATES, STATES, why
from madang.systems.customs.web.refunds.account import AccountForm, goes_back


class NotMineForm(forms.Form):
    """Why it is not theirs."""

    text = forms.CharField(
        label=gettext_lazy("What you know of it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnForm(AccountForm):
    """How it went back, and where the money goes."""

    sent_back_on = DateField(label=gettext_lazy("Sent back on"))
    waybill = forms.CharField(label=gettext_lazy("Waybill of the parcel that went back"), max_length=35, required=False)
    why = forms.CharField(
        label=gettext_lazy("Why it went back"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("sent_back_on", "waybill", "why", "account", "holder")


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def own_parcel(request: ActorRequest, waybill: str) -> HttpResponse:
    """The whole of it, and what may be asked."""
    found = find_own_parcel(waybill=waybill, actor=request.actor)
    asked = list(found.asked.order_by("pk"))
    do = request.POST.get("do", "") if request.method == "POST" else ""
    refunds = goes_back(request=request, sources=[one.number for one in asked], own=True, answered=do == "account")
    if refunds.named:
        return redirect("customs:own_parcel", found.waybill)
    theirs = NotMineForm(request.POST if do == "not_mine" else None)
    back = ReturnForm(request.POST if do == "return" else None)
    for form in (theirs, back):
        if form.is_bound and form.is_valid():
            with ShownIn(form):
                _act(request, found, do, form.cleaned_data)
                return redirect("customs:own_parcel", found.waybill)
    values = _shown(found, asked) | {
        "refunds": refunds.rows,
        "theirs": theirs,
        "back": back,
        "account": refunds.form,
    }
    status = 422 if theirs.errors or back.errors else refunds.status
    return render(request, "customs/express/own_parcel.html", values, status=status)


def _act(request: ActorRequest, found: Parcel, do: str, told: dict[str, Any]) -> None:
    now = clock.now()
    if do == "not_mine":
        made = report_not_mine(waybill=found.waybill, text=told["text"], actor=request.actor, now=now)
    else:
        sent = SentBack(
            on=told["sent_back_on"], waybill=told["waybill"], account=told["account"], holder=told["holder"]
        )
        made = ask_back(waybill=found.waybill, text=told["why"], sent=sent, actor=request.actor, now=now)
    messages.success(request, _("It was sent. Your case is {case}.").format(case=made.case))


def _shown(found: Parcel, asked: list[ParcelAsked]) -> dict[str, Any]:
    one = declared_as(parcel=found)
    standing = {row.kind for row in asked if row.state != "refused"}
    return {
        "waybill": found.waybill,
        "facts": _facts(found),
        "declaration": found.declaration,
        "faulty": bool(found.faults),
        "asked": [
            {
                "title": ASKED[row.kind],
                "state": ASKED_STATES[row.state],
                "case": row.case,
                "says": row.says,
                "at": row.asked_at,
            }
            for row in asked
        ],
        "may_report": "not_mine" not in standing and found.state != "refused",
        "may_return": "return" not in standing and one is not None and bool(paid_for(declaration=one)),
        "return_law": spoken(citation(MONTHS, on=timezone.localdate())),
    }


def _facts(found: Parcel) -> list[tuple[object, object]]:
    return [
        (pgettext("customs", "State"), " · ".join(filter(None, (str(STATES[found.state]), why(found), found.finding)))),
        (pgettext("customs parcel", "What it is"), found.description),
        (pgettext("customs parcel", "Price"), written.money(found.price)),
        (pgettext("customs parcel", "Seller"), f"{found.seller} ({found.sent_from})"),
        (_("Ordered on"), written.day(found.ordered_on)),
        (_("Courier"), found.lodged.party_name),
    ]
