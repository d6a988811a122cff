"""Parts of an entry's page that send its money back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework.identity.officers import officer, officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import add_refusal
from madang.framework.values import Refusal, clock
from madang.systems.treasury.domain.suspense_return import State
from madang.systems.treasury.models import BankEntry, SuspenseReturn
from madang.systems.treasury.usecases.reconcile import unexplained
from madang.systems.treasury.usecases.return_suspense import approve_return, propose_return, refuse_return
from madang.systems.treasury.web.showing import money
from madang.systems.treasury.web.words import RETURN_STATES, bank_reason

ASKS = ("return", "approve_return", "refuse_return")


class ReturnForm(forms.Form):
    """Why the money goes back; to whom, where the bank does not say it."""

    payee = forms.CharField(label=gettext_lazy("Name of who sent it"), max_length=140)
    account = forms.CharField(
        label=gettext_lazy("Account that it came from"),
        max_length=34,
        help_text=gettext_lazy("Bank code, dash and number, or an IBAN, from the sender's own papers"),
    )
    why = forms.CharField(label=gettext_lazy("What was done to explain it"), max_length=200)

    def __init__(self, *, entry: BankEntry, **options: Any) -> None:
        super().__init__(**options)
        for name, told in (("payee", entry.party), ("account", entry.party_account)):
            if told:
                del self.fields[name]


def act_on_return(*, request: ActorRequest, entry: BankEntry, form: ReturnForm) -> HttpResponse | None:
    """What was asked of the entry's return; None where the form has faults, which it then shows."""
    asked, actor, now = request.POST["do"], request.actor, clock.now()
    if asked == "return":
        if not form.is_valid():
            return None
        given = {"payee": "", "account": ""} | form.cleaned_data
        try:
            propose_return(entry=entry, **given, actor=actor, now=now)
        except Refusal as refusal:
            if not refusal.faults:
                raise
            add_refusal(form=form, refusal=refusal)
            return None
        messages.success(request, _("A second officer approves the return; then a batch carries it."))
        return redirect("treasury:entry", entry.pk)
    newest = entry.returns.order_by("-pk").first()
    if newest is not None:
        (approve_return if asked == "approve_return" else refuse_return)(returning=newest, actor=actor, now=now)
        messages.success(
            request,
            _("Approved: choose it for a batch under Payments.")
            if asked == "approve_return"
            else _("The return is ended; the money stays in suspense."),
        )
    return redirect("treasury:entry", entry.pk)


def return_values(*, request: ActorRequest, entry: BankEntry, form: ReturnForm) -> dict[str, Any]:
    """What the entry's page shows of its returns, the newest first."""
    returns = list(entry.returns.select_related("batch").order_by("-pk"))
    newest = returns[0] if returns else None
    own = newest is not None and newest.proposed_by == officer(request.actor)
    return {
        "returns": [{"title": RETURN_STATES[one.state], "number": one.number, "facts": _facts(one)} for one in returns],
        "return_form": form if entry.minor > 0 and unexplained(entry=entry) else None,
        "return_approves": newest is not None and newest.state == State.PROPOSED and not own,
        "return_ends": newest is not None and newest.state in (State.PROPOSED, State.APPROVED),
        "return_own": newest is not None and newest.state == State.PROPOSED and own,
    }


def _facts(one: SuspenseReturn) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (_("Amount"), written.money(money(one.minor))),
        (_("Goes to"), f"{one.payee}, {one.account}"),
        (_("What was done to explain it"), one.why),
        (_("Proposed by"), officer_name(one.proposed_by)),
        (_("Approved by"), officer_name(one.approved_by) or _("nobody yet")),
    ]
    if one.batch is not None:
        facts.append((_("Batch"), one.batch.number))
    if one.paid_on is not None:
        facts.append((_("Booked by the bank"), written.day(one.paid_on)))
    if one.reason:
        facts.append((_("The bank's reason"), bank_reason(one.reason)))
    return facts


def return_row(*, one: SuspenseReturn) -> dict[str, object]:
    """A return as a row of its batch."""
    return {
        "number": one.number,
        "payee": one.payee,
        "account": one.account,
        "doubt": not one.entry.party_account,
        "amount": money(one.minor),
        "purpose": _("Sent back out of suspense: {reference}").format(reference=one.entry.reference),
        "link": reverse("treasury:entry", args=[one.entry_id]),
        "state": RETURN_STATES[one.state],
        "reason": bank_reason(one.reason),
    }
