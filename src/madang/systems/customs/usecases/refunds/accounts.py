"""The account to which money goes back."""

from django.utils.translation import gettext_lazy as _

from madang.framework.values import Refusal


class AccountMissing(Refusal):
    """Nobody can be paid without an account."""

    code = "customs.account_missing"
    says = _("Nothing was sent. Say to which account the money goes and who holds it.")
    status = 422


class NotReturned(Refusal):
    """Its payment did not come back."""

    code = "customs.refund_not_returned"
    says = _("Refund {number} waits for no other account. Its page says where the money is.")
