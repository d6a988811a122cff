"""Codes of invoices as people read them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.systems.tax.domain.amendment import Reason
from madang.systems.tax.domain.einvoicing import BuyerKind, Part
from madang.systems.tax.domain.invoice import VatCategory

CATEGORIES = {
    VatCategory.STANDARD.value: pgettext_lazy("tax category", "Taxed"),
    VatCategory.ZERO_RATED.value: pgettext_lazy("tax category", "Zero-rated"),
    VatCategory.EXEMPT.value: pgettext_lazy("tax category", "Exempt"),
}
BUYERS = {
    BuyerKind.BUSINESS.value: _("A business"),
    BuyerKind.PERSON.value: _("A person with a resident number"),
    BuyerKind.FOREIGNER.value: _("A foreigner without one"),
}
REASONS = {
    Reason.ERROR.value: _("Something on it is wrong"),
    Reason.WRONG_PARTY.value: _("It names the wrong buyer"),
    Reason.CHANGE.value: _("The value changed"),
    Reason.RETURN.value: _("Goods came back"),
    Reason.CANCELLATION.value: _("The contract was rescinded"),
    Reason.LETTER_OF_CREDIT.value: _("A letter of credit or confirmation of purchase came afterwards"),
    Reason.DUPLICATE.value: _("It was issued twice or by mistake"),
}
EXPLAINED = {
    Reason.ERROR.value: _(
        "By mistake the day, an amount or the other party is wrong. The first invoice is taken back as it was, and a "
        "corrected one is issued. Both are of the first invoice's day."
    ),
    Reason.WRONG_PARTY.value: _(
        "The invoice went to another business than the one that was supplied. It is taken back as it was, and one for the "
        "right buyer is issued, of the first invoice's day."
    ),
    Reason.CHANGE.value: _(
        "Price or volume changed after the invoice. One invoice over the difference is issued, of the day on which it changed; "
        "less is written with a minus."
    ),
    Reason.RETURN.value: _(
        "Goods were sent back. One invoice with a minus over what came back is issued, of the day on which it came back."
    ),
    Reason.CANCELLATION.value: _(
        "The supply did not happen because the contract was rescinded. One invoice with a minus over all of it is issued, of "
        "the day on which the contract ended."
    ),
    Reason.LETTER_OF_CREDIT.value: _(
        "Goods for export were invoiced with tax before the letter of credit or confirmation of purchase came. What is "
        "exported is taken back and invoiced again without tax, both of the first invoice's day."
    ),
    Reason.DUPLICATE.value: _(
        "The same supply was invoiced twice, or no invoice was due at all. One invoice with a minus over all of it is issued, "
        "of the first invoice's day."
    ),
}
PARTS = {
    Part.NEGATIVE.value: _("Taken back"),
    Part.REDUCTION.value: _("Partly taken back"),
    Part.DIFFERENCE.value: _("Difference"),
    Part.CORRECTED.value: _("Corrected"),
    Part.ZERO_RATED.value: _("Zero-rated instead"),
}
TERMS = {
    "year_after_return": _("Until one year after the final return of the period of supply."),
    "days_after_period": _("If it came within 25 days after the end of the taxable period of supply."),
}
