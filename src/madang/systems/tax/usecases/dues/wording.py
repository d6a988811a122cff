"""What taxes, dues and what happens to them are called, in the active language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from madang.framework.law import pack
from madang.systems.tax.domain.disputes import AssessmentState, DisputeKind, DisputeState
from madang.systems.tax.domain.refunds import RefundState
from madang.systems.tax.domain.words import DueReason, DueState, Tax

TAXES: Mapping[str, Any] = {
    Tax.INCOME: pgettext_lazy("tax", "Global income tax"),
    Tax.VAT: pgettext_lazy("tax", "Value-added tax"),
    Tax.CORPORATE: pgettext_lazy("tax", "Corporate tax"),
    Tax.WITHHOLDING: pgettext_lazy("tax", "Tax withheld"),
    Tax.LOCAL_INCOME: pgettext_lazy("tax", "Local income tax"),
}
REASONS: Mapping[str, Any] = {
    DueReason.RETURN: pgettext_lazy("tax", "by your return"),
    DueReason.ASSESSMENT: pgettext_lazy("tax", "by assessment"),
    DueReason.WITHHOLDING: pgettext_lazy("tax", "withheld from others"),
    DueReason.PENALTY: pgettext_lazy("tax", "for paying late"),
    DueReason.LATE_FILING: pgettext_lazy("tax", "for filing late"),
    DueReason.UNDER_REPORTED: pgettext_lazy("tax", "for returning too little"),
}
STATES: Mapping[str, Any] = {
    DueState.OPEN: pgettext_lazy("tax", "to pay"),
    DueState.DEFERRED: pgettext_lazy("tax", "put off"),
    DueState.PAID: pgettext_lazy("tax", "paid"),
    DueState.CANCELLED: pgettext_lazy("tax", "cancelled"),
}
ASSESSMENTS: Mapping[str, Any] = {
    AssessmentState.PROPOSED: pgettext_lazy("tax", "waits for a reviewer"),
    AssessmentState.SENT_BACK: pgettext_lazy("tax", "sent back"),
    AssessmentState.APPROVED: pgettext_lazy("tax", "in force"),
    AssessmentState.WITHDRAWN: pgettext_lazy("tax", "set aside"),
}
DISPUTES: Mapping[str, Any] = {
    DisputeKind.OBJECTION: pgettext_lazy("tax", "Objection"),
    DisputeKind.EXAMINATION: pgettext_lazy("tax", "Appeal to the commissioner"),
    DisputeKind.TRIBUNAL: pgettext_lazy("tax", "Appeal to the tax tribunal"),
}
OUTCOMES: Mapping[str, Any] = {
    DisputeState.OPEN: pgettext_lazy("tax", "not decided yet"),
    DisputeState.GRANTED: pgettext_lazy("tax", "granted"),
    DisputeState.DISMISSED: pgettext_lazy("tax", "dismissed"),
}
REFUNDS: Mapping[str, Any] = {
    RefundState.CLAIMED: pgettext_lazy("tax", "is being checked"),
    RefundState.REFUSED: pgettext_lazy("tax", "refused"),
    RefundState.OWED: pgettext_lazy("tax", "will be paid out"),
    RefundState.OFFSET: pgettext_lazy("tax", "set off against what was overdue"),
    RefundState.PAID: pgettext_lazy("tax", "paid out"),
    RefundState.RETURNED: pgettext_lazy("tax", "waits for another account"),
}


def titles_of(*, tax: str, period: str, reason: str) -> dict[str, str]:
    """What a due is for, in each of the country's languages: `2025 종합소득세`."""
    found = {}
    for language in pack().languages:
        with override(language):
            found[language] = due_title(tax=tax, period=period, reason=reason)
    return found


def due_title(*, tax: str, period: str, reason: str) -> str:
    """What a due is for, in the active language."""
    if reason == DueReason.PENALTY:
        return str(_("{period} {tax}, for paying late")).format(period=period, tax=TAXES[tax])
    if reason == DueReason.LATE_FILING:
        return str(_("{period} {tax}, for filing late")).format(period=period, tax=TAXES[tax])
    if reason == DueReason.UNDER_REPORTED:
        return str(_("{period} {tax}, for returning too little")).format(period=period, tax=TAXES[tax])
    return str(pgettext_lazy("tax", "{period} {tax}")).format(period=period, tax=TAXES[tax])
