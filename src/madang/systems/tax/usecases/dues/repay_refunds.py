"""What is the tax office's own of its refunds, which the treasury pays to the account that the taxpayer names."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.framework.audit.purposes import declare as purpose
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.money.usecases import repay
from madang.framework.values import Party, Refusal
from madang.systems.tax.models import Refund
from madang.systems.tax.usecases import permissions
from madang.systems.tax.usecases.dues.open_refund import AccountMissing
from madang.systems.tax.usecases.dues.raise_due import account_of
from madang.systems.tax.usecases.dues.wording import due_title
from madang.systems.tax.usecases.name import SYSTEM

PAY = purpose(gettext_noop("Paying out a tax refund"))


class NotReturned(Refusal):
    """Its payment did not come back."""

    code = "tax.refund.not_returned"
    says = _("Refund {number} waits for no other account. Its page of your taxes says where the money is.")


def _party(row: Refund) -> Party:
    return row.taxpayer.party


def _require(actor: Actor, row: Refund) -> None:
    require(actor, "tax.file", permissions.of(row.taxpayer.party))


REPAYMENTS = repay.Repayments(
    system=SYSTEM,
    rows=Refund,
    party=_party,
    link=lambda _row: "/tax/dues/",
    title=lambda row: due_title(tax=row.tax, period=row.period, reason="return"),
    lessens=lambda row: account_of(tax=row.tax),
    require=_require,
    purpose=PAY,
    account_missing=AccountMissing,
    not_returned=NotReturned,
)
