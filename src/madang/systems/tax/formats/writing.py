"""What both syntaxes need to write an invoice: elements in order, numbers as xs:decimal, reasons where nothing is charged."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from madang.framework.bulk.safe_xml import Element
from madang.systems.tax.domain.invoice import Invoice, Trader, VatCategory, VatShare
from madang.systems.tax.formats import names

CREDIT_TRANSFERS = frozenset({"30", "58"})
EXEMPTION_CODES: Mapping[VatCategory, str] = {
    VatCategory.REVERSE_CHARGE: "VATEX-EU-AE",
    VatCategory.INTRA_COMMUNITY: "VATEX-EU-IC",
    VatCategory.EXPORT: "VATEX-EU-G",
    VatCategory.OUT_OF_SCOPE: "VATEX-EU-O",
}
"""VATEX: the reason that follows from the category alone. An exemption (E) has no such code: its reason must be said."""
UNREASONED = frozenset({VatCategory.STANDARD, VatCategory.ZERO_RATED})
"""Categories whose part of the breakdown gives no reason (BR-S-10, BR-Z-10)."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Appends children to an element; an empty text writes nothing, as no syntax allows empty elements."""

    element: Element

    def group(self, name: str) -> "Writer":
        """A child that holds others."""
        return Writer(etree.SubElement(self.element, qualified(name)))

    def text(self, name: str, value: str, **attributes: str) -> None:
        """A child with a text, unless it is empty."""
        if value:
            child = etree.SubElement(self.element, qualified(name), {k: v for k, v in attributes.items() if v})
            child.text = value


def qualified(name: str) -> str:
    """ "cbc:ID" with its namespace."""
    prefix, _, local = name.rpartition(":")
    return f"{{{names.PREFIXES[prefix]}}}{local}"


def decimal(value: Decimal, *, digits: int | None = None) -> str:
    """An xs:decimal, never with an exponent; an amount has the digits of its currency."""
    if digits is not None:
        return f"{value:.{digits}f}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def says_payment(*, invoice: Invoice) -> bool:
    """A credit transfer without an account is not said: it would not tell how to pay (BR-61)."""
    return bool(invoice.payment_means) and (bool(invoice.iban) or invoice.payment_means not in CREDIT_TRANSFERS)


def vat_number(*, trader: Trader, invoice: Invoice) -> str:
    """The VAT number; an invoice with something out of scope may not show any (BR-O-02)."""
    outside = any(line.category is VatCategory.OUT_OF_SCOPE for line in invoice.lines)
    return "" if outside else trader.vat_number


def reason_of(*, share: VatShare) -> str:
    """BT-120."""
    return "" if share.category in UNREASONED else share.reason


def code_of(*, share: VatShare) -> str:
    """BT-121."""
    return EXEMPTION_CODES.get(share.category, "")


def is_intra_community(*, invoice: Invoice) -> bool:
    """Something is an intra-community supply: where it went must be said (BR-IC-12)."""
    return any(line.category is VatCategory.INTRA_COMMUNITY for line in invoice.lines)


def written(*, root: Element) -> bytes:
    """The file, with a declaration, indented for people."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
