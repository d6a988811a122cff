"""The words around a document's content, in the document's language."""

from datetime import date

from babel import Locale
from babel.dates import format_date
from django.utils.translation import gettext as _

from madang.framework.law import pack


def long_date(*, day: date, language: str) -> str:
    """The day as that language writes it in full."""
    return format_date(day, format="long", locale=_locale(language))


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def page_labels() -> dict[str, object]:
    """The fixed words of the page, in the active language."""
    return {
        "number": _("Document number"),
        "seal_alt": _("Official seal of the issuing office"),
        "qr_alt": _("QR code with the signed key facts of this document"),
        "matrix_alt": _("The document number as a machine-readable code"),
        "verify_title": _("How to verify this document"),
        "verify_steps": [
            _("By number or file: enter the document number, or upload the PDF file, at the address below."),
            _(
                "Without a network: photograph the QR code with the offline verifier; it shows what this paper must say."
            ),
        ],
        "page": _("Page {page} of {pages}"),
    }


def verification_rows(*, address: str, valid_until: str) -> list[list[str]]:
    """Where and until when the document can be relied upon."""
    rows = [[_("Verify at"), address]]
    rows.append([_("Valid until"), valid_until or _("no end date; verify before relying on it")])
    return rows


def name_of_state(*, language: str) -> str:
    """The country's name for the page, in `language`."""
    names = pack().names
    return names.get(language) or names[pack().languages[0]]
