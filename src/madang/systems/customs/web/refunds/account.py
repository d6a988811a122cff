"""What goes back for a correction or a drawback, and the form in which its party names another account."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madang.exchange.refunds import change_account
from madang.framework.identity.requests import ActorRequest
from madang.framework.money.domain.states import RepaymentState
from madang.framework.ui.forms import ShownIn
from madang.framework.values import Money, clock
from madang.systems.customs.models import CustomsRefund
from madang.systems.customs.usecases.declarations.words import levied_title
from madang.systems.customs.usecases.name import SYSTEM

STATES = {
    RepaymentState.OWED.value: gettext_lazy("on its way to your account"),
    RepaymentState.PAID.value: gettext_lazy("paid to your account"),
    RepaymentState.RETURNED.value: gettext_lazy("waiting for an account"),
    RepaymentState.OFFSET.value: gettext_lazy("set off against what you owe"),
}


class AccountForm(forms.Form):
    """The account to which money goes back."""

    account = forms.CharField(
        label=pgettext_lazy("customs", "Your account"),
        help_text=gettext_lazy("An IBAN, or the bank's code, a hyphen and the number."),
        max_length=34,
    )
    holder = forms.CharField(label=gettext_lazy("Holder of the account"), max_length=140)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesBack:
    """What a page shows: the `rows`, the form where something `waits`; `named` where an account was named just now."""

    rows: list[dict[str, object]]
    form: AccountForm | None
    named: bool

    @property
    def status(self) -> int:
        """Of the page."""
        return 422 if self.form is not None and self.form.errors else 200


def goes_back(*, request: ActorRequest, sources: Sequence[str], own: bool, answered: bool) -> GoesBack:
    """The refunds for `sources`; their party names another account for those that could not be paid, and `answered` that."""
    refunds = list(CustomsRefund.objects.filter(source__in=sources).order_by("pk"))
    waiting = [row for row in refunds if row.state == "returned"] if own else []
    if not waiting:
        return GoesBack(rows=_rows(refunds), form=None, named=False)
    known = {"account": waiting[0].account, "holder": waiting[0].holder}
    form = AccountForm(request.POST if answered else None, initial=known)
    if form.is_bound and form.is_valid():
        with ShownIn(form):
            for row in waiting:
                change_account(
                    system=SYSTEM, number=row.number, actor=request.actor, now=clock.now(), **form.cleaned_data
                )
            messages.success(request, _("The account is noted; the treasury pays to it."))
            return GoesBack(rows=[], form=None, named=True)
    return GoesBack(rows=_rows(refunds), form=form, named=False)


def _rows(refunds: list[CustomsRefund]) -> list[dict[str, object]]:
    return [
        {
            "title": levied_title(levy=row.levy),
            "amount": row.amount,
            "interest": Money(row.interest_minor, row.currency) if row.interest_minor else None,
            "offset": Money(row.offset_minor, row.currency) if row.offset_minor else None,
            "state": STATES[row.state],
            "due_on": row.due_on if row.state == "owed" else None,
            "paid_on": row.paid_on,
            "bank_reason": row.bank_reason,
        }
        for row in refunds
    ]
