"""Charges and receipts as their payer sees them."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from madang.framework.identity.access import ANYONE, RESIDENTS, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.money.domain.states import ChargeState, PaymentState
from madang.framework.money.listing import charges_of, receipt_lines, receipts_of, row_of
from madang.framework.money.models import Charge, Payment, Receipt
from madang.framework.money.usecases import reconcile_one, start_payment
from madang.framework.values import Party, clock


def _own(request: ActorRequest, number: str) -> Charge:
    """The charge, if the actor may pay it; else it is as if it were not there, so that numbers tell nothing."""
    charge = get_object_or_404(Charge, number=number)
    if not may(request.actor, "money.pay", charge):
        raise Http404
    return charge


@open_to(RESIDENTS)
@require_safe
def charges(request: ActorRequest) -> HttpResponse:
    """What is to pay and what was paid."""
    party = cast(Party, request.actor.party)
    rows = charges_of(party)
    values = {"to_pay": [row for row in rows if row.to_pay], "past": [row for row in rows if not row.to_pay]}
    return render(request, "money/charges.html", values)


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: ActorRequest, number: str) -> HttpResponse:
    """One charge; the button leads to the bank."""
    charge = _own(request, number)
    if request.method == "POST":
        payment = start_payment(
            charge=charge, return_url=request.POST.get("next", ""), actor=request.actor, now=clock.now()
        )
        return HttpResponseRedirect(payment.url, status=303)
    receipt = Receipt.objects.filter(payment__charge=charge).first()
    row = row_of(charge, receipt=receipt.number if receipt else "")
    values = {
        "charge": row,
        "next": request.GET.get("next", ""),
        "failed": _last_failed(charge),
        "languages": _languages(),
    }
    return render(request, "money/pay.html", values)


def _languages() -> list[tuple[str, str]]:
    """The country's languages, each by its own name: in these a receipt is sealed."""
    names = dict(settings.LANGUAGES)
    return [(code, str(names[code])) for code in pack().languages if code in names]


def _last_failed(charge: Charge) -> bool:
    last = charge.payments.order_by("-id").first()
    return charge.state == ChargeState.OPEN and last is not None and last.state == PaymentState.FAILED


@open_to(ANYONE)
@require_safe
def back(request: ActorRequest, token: str) -> HttpResponse:
    """Where the bank sends the payer back to: ask what became of the payment, then go on.

    Open to anyone who has the token, for a session may end while somebody is at the bank.
    """
    payment = get_object_or_404(Payment.objects.select_related("charge"), token=token)
    reconcile_one(payment=payment, now=clock.now())
    payment.refresh_from_db()
    if payment.state == PaymentState.SETTLED:
        messages.success(request, _("Your payment was received. Thank you."))
    elif payment.state == PaymentState.FAILED:
        messages.warning(request, _("The payment was not made. You can try again or come back later."))
    elif payment.state == PaymentState.SURPLUS:
        messages.info(request, _("This was settled already, so your second payment goes back to you."))
    else:
        messages.info(request, _("The bank has not confirmed yet. We ask again every minute and tell you."))
    if payment.state == PaymentState.SETTLED and payment.return_url:
        return redirect(payment.return_url)
    return redirect("money:pay", payment.charge.number)


@open_to(RESIDENTS)
@require_safe
def receipts(request: ActorRequest) -> HttpResponse:
    """All receipts of the party."""
    return render(request, "money/receipts.html", {"receipts": receipts_of(cast(Party, request.actor.party))})


@open_to(RESIDENTS)
@require_safe
def receipt(request: ActorRequest, number: str) -> HttpResponse:
    """One receipt, to print."""
    found = get_object_or_404(Receipt.objects.select_related("payment__charge"), number=number)
    if not may(request.actor, "money.pay", found.payment.charge):
        raise Http404
    return render(
        request,
        "money/receipt.html",
        {"number": found.number, "lines": receipt_lines(found), "languages": _languages()},
    )
