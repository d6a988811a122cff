"""Pages of treasury officers and approvers: claims to pay, batches, and their release by two."""

from datetime import date
from functools import cache

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.treasury.models import Obligation, PaymentBatch, PaymentOrder, SuspenseReturn, SystemRefund
from madang.systems.treasury.usecases.cash import ceiling_of, released_on
from madang.systems.treasury.usecases.pay import approve, payable, prepare, send_back, total_of, write_batch
from madang.systems.treasury.usecases.permissions import APPROVER, OFFICER
from madang.systems.treasury.usecases.refund_for_systems import refundable
from madang.systems.treasury.usecases.return_suspense import returnable
from madang.systems.treasury.usecases.spend import judged
from madang.systems.treasury.web.sending_back import return_row
from madang.systems.treasury.web.showing import money
from madang.systems.treasury.web.words import REFUND_STATES, STATES, bank_reason, batch_state

MOST = 200


class PrepareForm(forms.Form):
    """The claims of a batch, and what it sends back out of suspense."""

    claims = forms.ModelMultipleChoiceField(
        Obligation.objects.none(),
        label=gettext_lazy("Claims to pay"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    returns = forms.ModelMultipleChoiceField(
        SuspenseReturn.objects.none(),
        label=gettext_lazy("Money to send back"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    refunds = forms.ModelMultipleChoiceField(
        SystemRefund.objects.none(),
        label=gettext_lazy("Refunds of other offices to pay"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *, until: date | None, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        shown = payable(until=until)[:MOST]
        chosen = self.fields["claims"]
        chosen.queryset = Obligation.objects.filter(pk__in=[one.pk for one in shown]).select_related("commitment")  # type: ignore[attr-defined]
        chosen.label_from_instance = _claim_label  # type: ignore[attr-defined]
        waiting = returnable()[:MOST]
        back = self.fields["returns"]
        back.queryset = SuspenseReturn.objects.filter(pk__in=[one.pk for one in waiting])  # type: ignore[attr-defined]
        back.label_from_instance = _return_label  # type: ignore[attr-defined]
        owed = refundable()[:MOST]
        refunds = self.fields["refunds"]
        refunds.queryset = SystemRefund.objects.filter(pk__in=[one.pk for one in owed])  # type: ignore[attr-defined]
        refunds.label_from_instance = _refund_label  # type: ignore[attr-defined]
        for name, found in (("claims", shown), ("returns", waiting), ("refunds", owed)):
            if not found:
                del self.fields[name]


class SendBackForm(forms.Form):
    """Why a batch is not released."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def _claim_label(claim: Obligation) -> str:
    due = written.day(claim.due_on) if claim.due_on else _("no day set")
    return f"{claim.commitment.payee} · {claim.invoice} · {written.money(money(claim.minor))} · {due}"


def _return_label(one: SuspenseReturn) -> str:
    return f"{one.payee} · {one.account} · {written.money(money(one.minor))} · {one.number}"


def _refund_label(one: SystemRefund) -> str:
    return f"{one.payee} · {one.purpose} · {written.money(money(one.minor))} · {written.day(one.due_on)}"


def _until(written_day: str) -> date | None:
    try:
        return date.fromisoformat(written_day)
    except ValueError:
        return None


@open_to(officials(OFFICER, APPROVER))
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: ActorRequest) -> HttpResponseBase:
    """Batches, and the claims from which an officer prepares one."""
    until = _until(request.GET.get("until", ""))
    form = PrepareForm(until=until, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = prepare(
                obligations=list(form.cleaned_data.get("claims", ())),
                returns=list(form.cleaned_data.get("returns", ())),
                refunds=list(form.cleaned_data.get("refunds", ())),
                actor=request.actor,
                now=clock.now(),
            )
            messages.success(request, _("Batch {number} waits for two approvers.").format(number=made.number))
            return redirect("treasury:batch", made.number)
    table = Table(
        request=request, columns=_columns(), source=PaymentBatch.objects.order_by("-id"), caption=_("Batches")
    )
    values = {
        "table": table,
        "form": form,
        "until": until.isoformat() if until else "",
        "prepares": request.actor.has_duty(OFFICER),
        "claims": payable(until=until).exists() or returnable().exists() or refundable().exists(),
        "batches": PaymentBatch.objects.exists(),
    }
    status = 422 if form.errors else 200
    return table.file(name="batches") or render(request, "treasury/payments.html", values, status=status)


def _columns() -> tuple[Column, ...]:
    # Each officer's name is asked once a list.
    named = cache(officer_name)
    return (
        Column(name="number", title=_("Number"), link=lambda one: reverse("treasury:batch", args=[one.number])),
        Column(name="state", title=_("State"), value=batch_state),
        Column(name="prepared_at", title=_("Prepared"), kind="moment", sort="prepared_at"),
        Column(name="by", title=_("Prepared by"), value=lambda one: named(one.prepared_by)),
        Column(name="released_at", title=_("Released"), kind="moment", sort="released_at"),
    )


@open_to(officials(OFFICER, APPROVER))
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: ActorRequest, number: str) -> HttpResponse:
    """One batch with every order, its total and its checks; approvers release it or send it back."""
    found = get_object_or_404(PaymentBatch, number=number)
    asked = request.POST.get("do", "")
    form = SendBackForm(data=request.POST if asked == "send_back" else None)
    if asked == "approve":
        approve(batch=found, actor=request.actor, now=clock.now())
        messages.success(request, _("Your approval is recorded."))
        return redirect("treasury:batch", number)
    if asked == "send_back" and form.is_valid():
        send_back(batch=found, reason=form.cleaned_data["reason"], actor=request.actor, now=clock.now())
        messages.success(request, _("The batch is sent back; its claims can be ordered again."))
        return redirect("treasury:batch", number)
    values = _batch_facts(request, found) | {"form": form}
    return render(request, "treasury/batch.html", values, status=422 if form.errors else 200)


def _batch_facts(request: ActorRequest, found: PaymentBatch) -> dict[str, object]:
    orders = list(found.orders.select_related("obligation__commitment").order_by("pk"))
    returns = list(found.returns.select_related("entry").order_by("pk"))
    refunds = list(found.refunds.order_by("pk"))
    total = total_of(batch=found)
    mine = officer(request.actor)
    acted = mine in (found.prepared_by, found.first_approver, found.second_approver)
    waits = found.released_at is None and found.sent_back_at is None
    day = timezone.localdate(clock.now())
    ceiling = ceiling_of(day=day)
    room = None if ceiling is None else ceiling - released_on(day=day)
    return {
        "number": found.number,
        "state": batch_state(found),
        "sent_back": found.sent_back_reason,
        "released": found.released_at is not None,
        "approves": waits and request.actor.has_duty(APPROVER) and not acted,
        "acted": waits and acted,
        "lacks_duty": waits and not acted and not request.actor.has_duty(APPROVER),
        "may_send_back": waits and request.actor.has_duty(APPROVER) and mine != found.prepared_by,
        "opens_entries": request.actor.has_duty(OFFICER),
        "downloads": found.released_at is not None and request.actor.has_duty(OFFICER),
        "facts": [
            (_("State"), batch_state(found)),
            (_("Prepared by"), officer_name(found.prepared_by)),
            (_("First approval"), officer_name(found.first_approver) or _("none yet")),
            (_("Second approval"), officer_name(found.second_approver) or _("none yet")),
            (_("Orders"), written.number(len(orders) + len(returns) + len(refunds))),
            (_("Total"), written.money(money(total))),
            (_("Room under today's ceiling"), _("no ceiling set") if room is None else written.money(money(room))),
        ],
        "beyond": waits and room is not None and total > room,
        "orders": [_order_row(one) for one in orders]
        + [return_row(one=one) for one in returns]
        + [_refund_row(one) for one in refunds],
    }


def _order_row(one: PaymentOrder) -> dict[str, object]:
    return {
        "number": one.number,
        "payee": one.obligation.commitment.payee,
        "account": one.obligation.commitment.account,
        "doubt": _doubtful(one.obligation.commitment.account),
        "amount": money(one.minor),
        "purpose": one.obligation.commitment.purpose,
        "state": STATES[one.state],
        "reason": bank_reason(one.reason),
    }


def _refund_row(one: SystemRefund) -> dict[str, object]:
    return {
        "number": one.number,
        "payee": one.payee,
        "account": one.account,
        "doubt": _doubtful(one.account),
        "amount": money(one.minor),
        "purpose": one.purpose,
        "state": REFUND_STATES[one.state],
        "reason": bank_reason(one.reason),
    }


def _doubtful(account: str) -> bool:
    judgement = judged(account)
    return judgement is None or bool(judgement.doubt) or judgement.kind == "bare"


@open_to(officials(OFFICER))
@require_safe
def batch_file(request: ActorRequest, number: str) -> HttpResponse:
    """The released batch for the bank."""
    found = get_object_or_404(PaymentBatch, number=number)
    account = str(pack().data("treasury/bank_accounts")["single_account"])
    data = write_batch(batch=found, debtor=pack().name, account=account, now=clock.now())
    response = HttpResponse(data, content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.pain001.xml"'
    return response
