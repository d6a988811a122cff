"""How the pages of contracts write things."""

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

from madang.framework.identity.models import Account
from madang.framework.law import pack
from madang.systems.procurement.domain.contracting import (
    ChangeKind,
    ChangeState,
    GuaranteeKind,
    GuaranteeState,
    InvoiceState,
    MilestoneState,
    Side,
)
from madang.systems.procurement.domain.words import ContractState

STATES = {
    ContractState.PENDING: gettext_lazy("Draft"),
    ContractState.ACTIVE: gettext_lazy("In force"),
    ContractState.TERMINATED: gettext_lazy("Ended"),
    ContractState.CANCELLED: gettext_lazy("Given up"),
}
MILESTONES = {
    MilestoneState.OPEN: gettext_lazy("To be delivered"),
    MilestoneState.DELIVERED: gettext_lazy("To be inspected"),
    MilestoneState.ACCEPTED: gettext_lazy("Accepted"),
    MilestoneState.INVOICED: gettext_lazy("Invoiced"),
    MilestoneState.PAID: gettext_lazy("Paid"),
}
GUARANTEES = {
    GuaranteeKind.BID: gettext_lazy("Bid guarantee"),
    GuaranteeKind.PERFORMANCE: gettext_lazy("Performance guarantee"),
    GuaranteeKind.ADVANCE: gettext_lazy("Guarantee of an advance"),
    GuaranteeKind.DEFECT: gettext_lazy("Guarantee for defects"),
}
GUARANTEE_STATES = {
    GuaranteeState.HELD: gettext_lazy("Held"),
    GuaranteeState.RETURNED: gettext_lazy("Given back"),
    GuaranteeState.CALLED: gettext_lazy("Called"),
}
CHANGES = {
    ChangeKind.PRICE: gettext_lazy("Prices moved"),
    ChangeKind.SCOPE: gettext_lazy("More or less is delivered"),
    ChangeKind.PERIOD: gettext_lazy("Another period"),
}
CHANGE_STATES = {
    ChangeState.PROPOSED: gettext_lazy("Waits for the other side"),
    ChangeState.AGREED: gettext_lazy("Agreed, waits for its money"),
    ChangeState.IN_FORCE: gettext_lazy("In force"),
    ChangeState.REFUSED: gettext_lazy("Refused"),
}
INVOICES = {
    InvoiceState.SUBMITTED: gettext_lazy("To be accepted"),
    InvoiceState.ACCEPTED: gettext_lazy("Waits for payment by the treasury"),
    InvoiceState.PAID: gettext_lazy("Paid"),
    InvoiceState.REFUSED: gettext_lazy("Refused"),
}
SIDES = {Side.BUYER: gettext_lazy("the buyer"), Side.SUPPLIER: gettext_lazy("the supplier")}


class AmountField(forms.DecimalField):
    """An amount in units of the country's currency; cleaned it is its smallest units."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=18, decimal_places=pack().currency_digits, min_value=0, **options)

    def clean(self, value: Any) -> Any:
        """The amount in smallest units."""
        cleaned = super().clean(value)
        return None if cleaned is None else int(cleaned.scaleb(pack().currency_digits))


def officer_name(officer: str) -> str:
    """Who acted, as people know them."""
    kind, _colon, key = officer.partition(":")
    if kind == "account" and key.isdigit():
        account = Account.objects.filter(pk=int(key)).first()
        return account.name_in(get_language() or "") if account else officer
    return officer
