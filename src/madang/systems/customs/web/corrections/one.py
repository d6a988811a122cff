"""One correction: what it changes, what comes on top and why, what is to pay or goes back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from madang.exchange.refunds import change_account
from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.customs.domain.correction import CorrectionState
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.models import Correction, CustomsDeclaration, CustomsRefund
from madang.systems.customs.usecases.corrections.find_correction import find_correction
from madang.systems.customs.usecases.corrections.words import KINDS, REFUNDS, STATES, STEPS, TONES
from madang.systems.customs.usecases.declarations.words import levied_title
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER


class AccountForm(forms.Form):
    """Another account for a refund."""

    account = forms.CharField(
        label=pgettext_lazy("customs", "Your account"),
        help_text=gettext_lazy("An IBAN, or the bank's code, a hyphen and the number."),
        max_length=34,
    )
    holder = forms.CharField(label=gettext_lazy("Holder of the account"), max_length=140)


@open_to(RESIDENTS, officials(OFFICER, INSPECTOR))
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: ActorRequest, number: str) -> HttpResponse:
    """The whole of it; whose refund could not be paid names another account."""
    found = find_correction(number=number, actor=request.actor, now=clock.now())
    one = found.declaration
    own = request.actor.party is not None and may(request.actor, "customs.declare", str(one.party))
    refunds = refunds_of(source=found.number)
    waiting = [row for row in refunds if row.state == "returned"] if own else []
    form = AccountForm(request.POST if request.method == "POST" else None, initial=account_of_first(waiting))
    if form.is_bound and waiting and form.is_valid():
        with ShownIn(form):
            pay_to(request, refunds=waiting, account=form.cleaned_data)
            return redirect("customs:correction", found.number)
    values: dict[str, Any] = {
        "number": found.number,
        "declaration": one.number,
        "kind": KINDS[found.kind],
        "state": STATES[found.state],
        "tone": TONES.get(found.state, "warning"),
        "facts": _facts(found, one),
        "changes": [
            (levied_title(levy=levy), Money(minor, one.currency)) for levy, minor in in_order(amounts=found.changes)
        ],
        "additions": _additions(found),
        "levies": _levies(found, one),
        "refunds": refund_rows(refunds=refunds),
        "form": form if waiting else None,
        "case": found.case,
        "own": own,
    }
    return render(request, "customs/corrections/one.html", values, status=422 if form.errors and waiting else 200)


def _facts(found: Correction, one: CustomsDeclaration) -> list[tuple[object, object]]:
    rows: list[tuple[object, object]] = [
        (_("Declaration"), one.number),
        (_("Why it is corrected"), found.reason),
        (pgettext("customs", "Filed"), written.moment(found.filed_at)),
    ]
    if found.decided_at:
        rows.append((pgettext("customs", "Decided"), written.moment(found.decided_at)))
    if found.says:
        rows.append((_("Reasons of the decision"), found.says))
    return rows


def _additions(found: Correction) -> list[dict[str, object]]:
    return [
        {"title": STEPS[step["code"]], "amount": Money(step["minor"], found.currency), "cite": spoken(step["cite"])}
        for step in found.additions
    ]


def _levies(found: Correction, one: CustomsDeclaration) -> list[dict[str, object]]:
    if found.state != CorrectionState.DONE.value:
        return []
    return [
        {
            "title": levied_title(levy=row.levy),
            "amount": Money(row.minor, row.currency),
            "due_on": row.due_on,
            "charge": row.charge,
            "open": row.state == "open",
        }
        for row in one.levies.filter(source=f"v{found.version + 1}").order_by("pk")
    ]


def in_order(*, amounts: dict[str, int]) -> list[tuple[str, int]]:
    """Amounts by levy in the order of law; the database keeps them in another one."""
    return [(levy.value, amounts[levy.value]) for levy in Levy if levy.value in amounts]


def refunds_of(*, source: str) -> list[CustomsRefund]:
    """What goes back for a correction or a drawback."""
    return list(CustomsRefund.objects.filter(source=source).order_by("pk"))


def pay_to(request: ActorRequest, *, refunds: list[CustomsRefund], account: dict[str, Any]) -> None:
    """Have what could not be paid go to another account, and say so."""
    for row in refunds:
        change_account(system=SYSTEM, number=row.number, actor=request.actor, now=clock.now(), **account)
    messages.success(request, _("The account is noted; the treasury pays to it."))


def account_of_first(waiting: list[CustomsRefund]) -> dict[str, str]:
    """What stands there now, to be put right."""
    return {"account": waiting[0].account, "holder": waiting[0].holder} if waiting else {}


def refund_rows(*, refunds: list[CustomsRefund]) -> list[dict[str, object]]:
    """As pages show them."""
    return [
        {
            "title": levied_title(levy=row.levy),
            "amount": row.amount,
            "interest": Money(row.interest_minor, row.currency) if row.interest_minor else None,
            "state": REFUNDS[row.state],
            "due_on": row.due_on if row.state == "owed" else None,
            "paid_on": row.paid_on,
        }
        for row in refunds
    ]
