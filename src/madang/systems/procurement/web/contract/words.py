"""How the pages of contracts write things."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

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

# By the values that rows keep.
Titles = Mapping[str, Any]
STATES: Titles = {
    ContractState.PENDING: gettext_lazy("Draft"),
    ContractState.ACTIVE: gettext_lazy("In force"),
    ContractState.TERMINATED: gettext_lazy("Ended"),
    ContractState.CANCELLED: gettext_lazy("Given up"),
}
MILESTONES: Titles = {
    MilestoneState.OPEN: gettext_lazy("To be delivered"),
    MilestoneState.DELIVERED: gettext_lazy("To be inspected"),
    MilestoneState.ACCEPTED: gettext_lazy("Accepted"),
    MilestoneState.INVOICED: gettext_lazy("Invoiced"),
    MilestoneState.PAID: gettext_lazy("Paid"),
}
GUARANTEES: Titles = {
    GuaranteeKind.BID: gettext_lazy("Bid guarantee"),
    GuaranteeKind.PERFORMANCE: gettext_lazy("Performance guarantee"),
    GuaranteeKind.ADVANCE: gettext_lazy("Guarantee of an advance"),
    GuaranteeKind.DEFECT: gettext_lazy("Guarantee for defects"),
}
GUARANTEE_STATES: Titles = {
    GuaranteeState.HELD: gettext_lazy("Held"),
    GuaranteeState.RETURNED: gettext_lazy("Given back"),
    GuaranteeState.CALLED: gettext_lazy("Called"),
}
CHANGES: Titles = {
    ChangeKind.PRICE: gettext_lazy("Prices moved"),
    ChangeKind.SCOPE: gettext_lazy("More or less is delivered"),
    ChangeKind.PERIOD: gettext_lazy("Another period"),
}
CHANGE_STATES: Titles = {
    ChangeState.PROPOSED: gettext_lazy("Waits for the other side"),
    ChangeState.AGREED: gettext_lazy("Agreed, waits for its money"),
    ChangeState.IN_FORCE: gettext_lazy("In force"),
    ChangeState.REFUSED: gettext_lazy("Refused"),
}
INVOICES: Titles = {
    InvoiceState.SUBMITTED: gettext_lazy("To be accepted"),
    InvoiceState.ACCEPTED: gettext_lazy("Waits for payment by the treasury"),
    InvoiceState.PAID: gettext_lazy("Paid"),
    InvoiceState.REFUSED: gettext_lazy("Refused"),
}
SIDES: Titles = {Side.BUYER: gettext_lazy("the buyer"), Side.SUPPLIER: gettext_lazy("the supplier")}
