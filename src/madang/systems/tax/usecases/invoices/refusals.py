"""How the room of invoices says no."""

from collections.abc import Iterable

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from madang.framework.values import Fault, Refusal
from madang.systems.tax.domain.einvoicing import Wrong

WORDS = {
    "future": gettext_noop("{value} lies in the future. Write a day that has come."),
    "too_old": gettext_noop("{value} is more than five years ago."),
    "own_number": gettext_noop("Seller and buyer are the same business."),
    "category": gettext_noop("“{value}” is none of the tax categories taxed, zero-rated, exempt."),
    "text": gettext_noop("Write at least one printable sign and at most {value}."),
    "no_lines": gettext_noop("Write at least one line."),
    "too_many_lines": gettext_noop("An invoice has at most {value} lines. Issue another for the rest."),
    "no_number": gettext_noop("“{value}” is no number."),
    "no_day": gettext_noop("“{value}” is no day. Write it as year-month-day."),
    "not_above_zero": gettext_noop("This must be more than nothing."),
    "too_large": gettext_noop("{value} is more than any invoice can be for."),
    "decimals": gettext_noop("{value} has more than two decimals."),
    "wrong_net": gettext_noop("The lines add up to {value}. Correct the sum or the lines."),
    "wrong_tax": gettext_noop("The tax on these lines is {value}. Correct it."),
    "before_original": gettext_noop("This cannot have happened before the invoice of {value}."),
    "amended_already": gettext_noop(
        "A part of this invoice was amended already, so that it cannot be taken back as a whole. Amend what is left of it."
    ),
    "more_than_left": gettext_noop("Of this invoice only {value} is left to take back."),
    "no_difference": gettext_noop("Say by how much the taxable value grew or shrank."),
    "nothing_corrected": gettext_noop("Nothing differs from the first invoice. Correct what is wrong in it."),
    "buyer_needed": gettext_noop("Say who the right buyer is."),
    "not_taxed": gettext_noop("Only an invoice at the standard rate can become zero-rated."),
    "term_over": gettext_noop("The last day for this reason was {value}."),
    "no_business": gettext_noop("The business register has no entry with the number {value}."),
    "no_person": gettext_noop("The resident register knows nobody with this resident number."),
    "no_passport": gettext_noop(
        "Write the number of the passport or of the alien registration, 5 to 20 letters and digits."
    ),
    "closed": gettext_noop("The business register says that {value} is closed."),
    "missing": gettext_noop("This is missing."),
    "repeated": gettext_noop("An invoice with your number {value} was issued before."),
    "mixed": gettext_noop("Rows of one invoice differ in day, buyer, category or note."),
    "header": gettext_noop("The first row must name these columns: {value}."),
    "empty": gettext_noop("The file has no rows."),
    "too_many_rows": gettext_noop("A file holds at most {value} rows. Send the rest in another."),
    "too_many_buyers": gettext_noop("A file names at most {value} different buyers. Send the rest in another."),
    "not_table": gettext_noop("The file is neither CSV in UTF-8 nor a workbook (XLSX): {value}."),
}


class InvoiceRefused(Refusal):
    """What was said is not sound; the faults say why."""

    code = "tax.invoice.refused"
    says = _("No invoice was issued. Correct every fault and send it again.")
    status = 422


class IssuedAlready(Refusal):
    """The issuer's own number was used before."""

    code = "tax.invoice.issued_already"
    says = _("You issued an invoice with your number {key} before. Look at it in the list of issued invoices.")


class NoSuchInvoice(Refusal):
    """There is none, or it is of other parties."""

    code = "tax.invoice.unknown"
    says = _("You issued and received no invoice with the number {number}. Look it up in your lists.")
    status = 404


class NotYourInvoice(Refusal):
    """Only whoever issued it amends it."""

    code = "tax.invoice.not_issuer"
    says = _("Only the business that issued an invoice can amend it. Ask it to.")
    status = 403


class NotToAmend(Refusal):
    """It takes another invoice back itself."""

    code = "tax.invoice.not_amendable"
    says = _("This invoice amends another one and is no supply of its own. Amend the first one or the corrected one.")


class NoBusiness(Refusal):
    """The actor acts for nobody who trades."""

    code = "tax.invoice.no_business"
    says = _("Act for a business first: tax invoices are issued and received by businesses.")
    status = 403


class UploadTakenBefore(Refusal):
    """The very same file."""

    code = "tax.invoice.upload_repeated"
    says = _("This very file was taken before, as upload {number}. Nothing was issued again.")


def faults(*, found: Iterable[Wrong]) -> tuple[Fault, ...]:
    """Faults in the reader's language."""
    return tuple(Fault(one.place, sentence(code=one.code, value=one.value), one.code) for one in found)


def sentence(*, code: str, value: str = "") -> str:
    """What a fault's code says."""
    return _t(WORDS[code]).format(value=value)
