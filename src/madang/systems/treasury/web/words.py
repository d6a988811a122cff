"""How the treasury's pages write things."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.systems.treasury.models import PaymentBatch

REASONS = {
    "amount": gettext_lazy("the very amount"),
    "reference": gettext_lazy("its number stands in the words"),
    "similar_reference": gettext_lazy("a number like it stands in the words"),
    "payee": gettext_lazy("the same name"),
    "days": gettext_lazy("within seven days"),
}
EFFECTS = {
    "paid": gettext_lazy("orders paid"),
    "returned": gettext_lazy("payments that came back"),
    "matched": gettext_lazy("receipts matched to their charges"),
    "confirmed": gettext_lazy("receipts that confirm what was booked"),
    "suspense": gettext_lazy("entries in suspense, to be explained"),
    "sent_back": gettext_lazy("returns out of suspense paid"),
    "known": gettext_lazy("known already, so nothing changed"),
    "accepted": gettext_lazy("orders that the bank accepts"),
    "pending": gettext_lazy("orders that the bank still looks at"),
    "rejected": gettext_lazy("orders that the bank refuses; their claims can be ordered again"),
    "untold": gettext_lazy("orders of which the bank says nothing"),
}
RETURN_STATES = {
    "proposed": gettext_lazy("Waits for a second officer"),
    "approved": gettext_lazy("Approved, waits for a batch"),
    "ordered": gettext_lazy("In a batch"),
    "paid": gettext_lazy("Sent back"),
    "refused": gettext_lazy("Not sent back"),
    "failed": gettext_lazy("The bank could not pay it"),
}
STATES = {
    "ordered": gettext_lazy("Ordered"),
    "paid": gettext_lazy("Paid"),
    "returned": gettext_lazy("Returned"),
}
REFUND_STATES = {
    "waiting": gettext_lazy("Waits for a batch"),
    "ordered": gettext_lazy("Ordered"),
    "paid": gettext_lazy("Paid"),
    "returned": gettext_lazy("Returned"),
}
# ISO 20022 external code sets ExternalStatusReason1Code and ExternalReturnReason1Code: those that are met most.
BANK_REASONS = {
    "AC01": gettext_lazy("the account number is wrong"),
    "AC04": gettext_lazy("the account is closed"),
    "AC06": gettext_lazy("the account is blocked"),
    "AM04": gettext_lazy("there is not enough money"),
    "BE01": gettext_lazy("the name and the account do not belong together"),
    "MS03": gettext_lazy("the bank gives no reason"),
    "RC01": gettext_lazy("the bank code is wrong"),
}


def bank_reason(code: str) -> str:
    """A bank's reason with its code."""
    return f"{BANK_REASONS[code]} ({code})" if code in BANK_REASONS else code


def batch_state(batch: PaymentBatch) -> str:
    """Where a batch stands."""
    if batch.sent_back_at:
        return _("Sent back")
    if batch.released_at:
        return _("Released")
    return _("Waits for the second approval") if batch.first_approver else _("Waits for two approvals")
