"""Pages of a spending unit: what it promised, what it owes, what came back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.officers import officer_name
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import AmountField, DateField, ShownIn
from madang.framework.ui.tables import Column, Table
from madang.framework.values import clock
from madang.systems.treasury.models import BudgetLine, Commitment, PaymentOrder
from madang.systems.treasury.usecases.permissions import UNIT
from madang.systems.treasury.usecases.spend import commit, correct_account, judged, release, verify
from madang.systems.treasury.usecases.wording import line_title
from madang.systems.treasury.web.showing import money
from madang.systems.treasury.web.words import STATES, bank_reason


class CommitForm(forms.Form):
    """A promise to a payee."""

    line = forms.ModelChoiceField(BudgetLine.objects.none(), label=gettext_lazy("Budget line"))
    payee = forms.CharField(label=gettext_lazy("Payee"), max_length=140)
    account = forms.CharField(
        label=gettext_lazy("Payee's account"),
        max_length=34,
        help_text=gettext_lazy("An IBAN, or the bank's code, a hyphen and the number."),
    )
    holder = forms.CharField(
        label=gettext_lazy("Holder of the account"),
        max_length=140,
        required=False,
        help_text=gettext_lazy("As the bank or the papers name it; it is compared with the payee."),
    )
    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=140)

    def __init__(self, *, offices: tuple[str, ...], **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        lines = BudgetLine.objects.filter(office__in=offices).order_by("-year", "activity")
        chosen = self.fields["line"]
        chosen.queryset = lines  # type: ignore[attr-defined]
        chosen.label_from_instance = lambda line: f"{line.year} {line_title(line=line)} ({line.economic})"  # type: ignore[attr-defined]
        self.fields["minor"] = AmountField(label=gettext_lazy("Amount"), min_value=0)


class VerifyForm(forms.Form):
    """A claim that agrees with what was delivered."""

    invoice = forms.CharField(label=gettext_lazy("Number of the invoice"), max_length=64)
    due_on = DateField(label=gettext_lazy("To pay by"), required=False)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.fields["minor"] = AmountField(label=gettext_lazy("Amount"), min_value=0)


class AccountForm(forms.Form):
    """Another account of the same payee."""

    account = forms.CharField(label=gettext_lazy("Payee's account"), max_length=34)
    holder = forms.CharField(label=gettext_lazy("Holder of the account"), max_length=140)


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def commitments(request: ActorRequest) -> HttpResponseBase:
    """The unit's commitments, and the form for a new one."""
    offices = request.actor.offices(UNIT)
    form = CommitForm(offices=offices, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with ShownIn(form):
            made = commit(**form.cleaned_data, actor=request.actor, now=clock.now())
            messages.success(request, _("Commitment {number} is recorded.").format(number=made.number))
            return redirect("treasury:commitment", made.number)
    source = Commitment.objects.filter(line__office__in=offices).select_related("line").order_by("-id")
    table = Table(request=request, columns=_columns(), source=source, caption=_("Commitments"))
    values = {"table": table, "form": form, "empty": not source.exists()}
    status = 422 if form.errors else 200
    return table.file(name="commitments") or render(request, "treasury/commitments.html", values, status=status)


def _columns() -> tuple[Column, ...]:
    def link(one: Commitment) -> str:
        return reverse("treasury:commitment", args=[one.number])

    return (
        Column(name="number", title=_("Number"), link=link),
        Column(name="payee", title=_("Payee"), sort="payee"),
        Column(name="purpose", title=_("What for")),
        Column(name="minor", title=_("Committed"), kind="money", sort="minor", value=lambda one: money(one.minor)),
        Column(name="obligated", title=_("Verified"), kind="money", value=lambda one: money(one.obligated)),
        Column(name="released", title=_("Given back"), kind="money", value=lambda one: money(one.released)),
    )


@open_to(officials(UNIT))
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: ActorRequest, number: str) -> HttpResponse:
    """One commitment: verify a claim, give back the rest, correct the account after a return."""
    found = Commitment.objects.select_related("line").filter(number=number).first()
    if found is None or found.line.office not in request.actor.offices(UNIT):
        raise Http404
    asked = request.POST.get("do", "")
    claim = VerifyForm(data=request.POST if asked == "verify" else None, prefix="verify")
    account = AccountForm(data=request.POST if asked == "correct" else None, prefix="correct")
    if asked == "release":
        release(commitment=found, actor=request.actor, now=clock.now())
        messages.success(request, _("What is not needed is back on the budget line."))
        return redirect("treasury:commitment", number)
    if (asked == "verify" and _verified(request, found, claim)) or (
        asked == "correct" and _corrected(request, found, account)
    ):
        return redirect("treasury:commitment", number)
    values = _facts(found) | {"claim": claim, "account": account}
    status = 422 if claim.errors or account.errors else 200
    return render(request, "treasury/commitment.html", values, status=status)


def _verified(request: ActorRequest, found: Commitment, form: VerifyForm) -> bool:
    if not form.is_valid():
        return False
    with ShownIn(form):
        verify(commitment=found, **form.cleaned_data, actor=request.actor, now=clock.now())
        messages.success(request, _("The claim is verified; the treasury can pay it."))
        return True
    return False


def _corrected(request: ActorRequest, found: Commitment, form: AccountForm) -> bool:
    if not form.is_valid():
        return False
    with ShownIn(form):
        correct_account(commitment=found, **form.cleaned_data, actor=request.actor, now=clock.now())
        messages.success(request, _("The account is corrected; the claim can be ordered again."))
        return True
    return False


def _facts(found: Commitment) -> dict[str, object]:
    orders = PaymentOrder.objects.filter(obligation__commitment=found).select_related("obligation").order_by("pk")
    live = {one.obligation_id: one for one in orders}
    judgement = judged(found.account)
    left = found.minor - found.obligated - found.released
    return {
        "number": found.number,
        "left": left,
        "facts": [
            (_("Payee"), found.payee),
            (_("Payee's account"), found.account),
            (_("What for"), found.purpose),
            (_("Budget line"), line_title(line=found.line)),
            (_("Committed by"), officer_name(found.committed_by)),
            (_("Committed"), written.money(money(found.minor))),
            (_("Verified"), written.money(money(found.obligated))),
            (_("Left"), written.money(money(left))),
        ],
        "doubt": judgement is not None and (judgement.doubt or judgement.kind == "bare"),
        "claims": [
            {
                "number": one.number,
                "invoice": one.invoice,
                "amount": money(one.minor),
                "due_on": one.due_on,
                "state": STATES[live[one.pk].state] if one.pk in live else _("To be ordered"),
                "reason": bank_reason(live[one.pk].reason) if one.pk in live else "",
            }
            for one in found.obligations.order_by("pk")
        ],
        "came_back": any(one.state == "returned" for one in live.values()),
    }
