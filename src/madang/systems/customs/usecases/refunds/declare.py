"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.framework.audit.purposes import declare as purpose
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.money.usecases import repay
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.framework.values import Party
from madang.systems.customs.models import CustomsRefund
from madang.systems.customs.usecases.declarations.words import levied_title
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.refunds.accounts import AccountMissing, NotReturned
from madang.systems.customs.usecases.refunds.owe_refund import lessened

PAY = purpose(gettext_noop("Paying out a customs refund"))


def declare() -> None:
    """The messages, and what customs pays back."""
    repay.declare(REPAYMENTS)
    catalogue.register(
        Template(
            "customs/refund_paid",
            _("Customs paid you {amount}"),
            _("Refund {number}: {amount} went to the account that you named."),
        ),
        Template(
            "customs/refund_set_off",
            _("{amount} of refund {number} paid what you owed"),
            _("Of refund {number}, {amount} paid duty and taxes that were overdue. The rest goes to your account."),
        ),
        Template(
            "customs/refund_returned",
            _("Refund {number} waits for an account"),
            _("{amount} could not be paid to the account that stands there, or there is none. Name another one."),
        ),
    )


def _party(row: CustomsRefund) -> Party:
    return row.party


def _require(actor: Actor, row: CustomsRefund) -> None:
    require(actor, "customs.declare", str(row.party))


REPAYMENTS = repay.Repayments(
    system=SYSTEM,
    rows=CustomsRefund,
    party=_party,
    link=lambda row: str(row.link),
    title=lambda row: str(levied_title(levy=row.levy)),
    lessens=lambda row: lessened(levy=row.levy),
    require=_require,
    purpose=PAY,
    account_missing=AccountMissing,
    not_returned=NotReturned,
)
