"""The Korean electronic tax invoice in XML (전자세금계산서, standard of the Korea Institute for Electronic Commerce).

ExchangedDocument, TaxInvoiceDocument, TaxInvoiceTradeSettlement and TaxInvoiceTradeLineItem are written in the order in
which programs in use write them; the schema itself (TaxInvoiceSchemaModule_1.0.xsd) is not published where it could be read
here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from madang.framework.bulk import safe_xml
from madang.systems.tax.domain.amendment import Reason
from madang.systems.tax.domain.einvoicing import BuyerKind, line_taxes
from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader, VatCategory

NAMESPACE = "urn:kr:or:kec:standard:Tax:ReusableAggregateBusinessInformationEntitySchemaModule:1:0"
LARGEST = 1024 * 1024
DAY, MOMENT = "%Y%m%d", "%Y%m%d%H%M%S"
MOST_DIGITS = 20
TYPES = {
    VatCategory.STANDARD: ("0101", "0201"),
    VatCategory.ZERO_RATED: ("0102", "0202"),
    VatCategory.EXEMPT: ("0301", "0401"),
}
"""By category: the code of an invoice (세금계산서, 영세율, 계산서) and of one that amends."""
REASONS = {
    Reason.ERROR: "01",
    Reason.WRONG_PARTY: "01",
    Reason.CHANGE: "02",
    Reason.RETURN: "03",
    Reason.CANCELLATION: "04",
    Reason.LETTER_OF_CREDIT: "05",
    Reason.DUPLICATE: "06",
}
SETTLED, BILLED = "01", "02"
CREDIT = "40"
BUYERS = {BuyerKind.BUSINESS: "01", BuyerKind.PERSON: "02", BuyerKind.FOREIGNER: "03"}
NO_NUMBER = "9999999999999"
"""Stands for the number of a foreigner, whose own number is in the note."""


class NotATaxInvoice(ValueError):
    """The file is XML and no tax invoice; `faults` are (place, what)."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{place}: {says}" for place, says in self.faults))


@dataclass(frozen=True, kw_only=True)
class TaxInvoiceFile:
    """What the XML says beside the invoice itself."""

    invoice: Invoice
    exchanged_at: datetime
    """In the country's time, without a zone, as the standard writes it."""
    reason: str = ""
    """The code of why it amends, 01 to 06."""
    settled: bool = False
    buyer_kind: BuyerKind = BuyerKind.BUSINESS
    buyer_number: str = ""
    """Of a buyer who is no business: the whole number, which stands nowhere but here."""


def write(*, file: TaxInvoiceFile) -> etree._Element:
    """The root element, not signed yet."""
    invoice = file.invoice
    root = etree.Element(f"{{{NAMESPACE}}}TaxInvoice", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    _texts(_part(root, "ExchangedDocument"), ("IssueDateTime", file.exchanged_at.strftime(MOMENT)))
    plain, amends = TYPES[invoice.lines[0].category]
    _texts(
        _part(root, "TaxInvoiceDocument"),
        ("IssueID", invoice.number),
        ("TypeCode", amends if file.reason else plain),
        ("DescriptionText", _note(file)),
        ("IssueDateTime", (invoice.supplied_on or invoice.issued_on).strftime(DAY)),
        ("AmendmentStatusCode", file.reason),
        ("PurposeCode", SETTLED if file.settled else BILLED),
        ("OriginalIssueID", invoice.preceding),
    )
    settlement = _part(root, "TaxInvoiceTradeSettlement")
    _seller(_part(settlement, "InvoicerParty"), invoice.seller)
    _buyer(_part(settlement, "InvoiceeParty"), invoice.buyer, file)
    _texts(_part(settlement, "SpecifiedPaymentMeans"), ("TypeCode", CREDIT), ("PaidAmount", f"{invoice.gross():f}"))
    _texts(
        _part(settlement, "SpecifiedMonetarySummation"),
        ("ChargeTotalAmount", f"{invoice.net():f}"),
        ("TaxTotalAmount", f"{invoice.tax():f}"),
        ("GrandTotalAmount", f"{invoice.gross():f}"),
    )
    for line, tax in zip(invoice.lines, line_taxes(invoice=invoice), strict=True):
        _line(_part(root, "TaxInvoiceTradeLineItem"), invoice, line, tax)
    return root


def _part(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _texts(parent: etree._Element, *pairs: tuple[str, str]) -> None:
    for name, text in pairs:
        if text:
            _part(parent, name).text = text


def _seller(party: etree._Element, who: Trader) -> None:
    _head(party, who)
    _texts(_part(party, "SpecifiedPerson"), ("NameText", who.representative or who.name))
    _texts(_part(party, "DefinedContact"), ("PersonNameText", who.contact), ("URICommunication", who.mail))
    _texts(_part(party, "SpecifiedAddress"), ("LineOneText", who.street))


def _note(file: TaxInvoiceFile) -> str:
    named = file.buyer_number if file.buyer_kind is BuyerKind.FOREIGNER else ""
    return " ".join(part for part in (named, file.invoice.note) if part)


def _buyer(party: etree._Element, who: Trader, file: TaxInvoiceFile) -> None:
    numbers = {BuyerKind.PERSON: file.buyer_number, BuyerKind.FOREIGNER: NO_NUMBER}
    _head(party, replace(who, legal_number=numbers.get(file.buyer_kind, who.legal_number)))
    _texts(_part(party, "SpecifiedOrganization"), ("BusinessTypeCode", BUYERS[file.buyer_kind]))
    _texts(_part(party, "SpecifiedPerson"), ("NameText", who.representative or who.name))
    _texts(_part(party, "PrimaryDefinedContact"), ("PersonNameText", who.contact), ("URICommunication", who.mail))
    _texts(_part(party, "SpecifiedAddress"), ("LineOneText", who.street))


def _head(party: etree._Element, who: Trader) -> None:
    _texts(
        party,
        ("ID", who.legal_number),
        ("TypeCode", who.business_type),
        ("NameText", who.name),
        ("ClassificationCode", who.business_item),
    )


def _line(item: etree._Element, invoice: Invoice, line: InvoiceLine, tax: Decimal) -> None:
    supplied = line.supplied_on or invoice.supplied_on or invoice.issued_on
    _texts(
        item,
        ("SequenceNumeric", line.number),
        ("InvoiceAmount", f"{line.net(digits=invoice.digits):f}"),
        ("ChargeableUnitQuantity", f"{line.quantity:f}"),
        ("InformationText", line.description),
        ("NameText", line.name),
        ("PurchaseExpiryDateTime", supplied.strftime(DAY)),
    )
    _texts(_part(item, "TotalTax"), ("CalculatedAmount", f"{tax:f}"))
    _texts(_part(item, "UnitPrice"), ("UnitAmount", f"{line.price:f}"))


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a tax invoice from outside says, its sums as it says them."""

    number: str
    type_code: str
    written_on: date
    reason: str
    settled: bool
    preceding: str
    note: str
    seller: str
    seller_name: str
    buyer: str
    buyer_name: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    lines: tuple[tuple[str, Decimal, Decimal], ...]
    """Name, taxable value and tax of each."""

    def adds_up(self) -> bool:
        """Whether its lines add up to its sums, and its sums to its total."""
        return (
            sum((net for _name, net, _tax in self.lines), Decimal(0)) == self.net
            and sum((tax for _name, _net, tax in self.lines), Decimal(0)) == self.tax
            and self.net + self.tax == self.gross
        )


def read(*, data: bytes) -> Read:
    """What the file says. Raises safe_xml.XmlRefused, NotATaxInvoice with every fault."""
    root = safe_xml.read(data=data, largest=LARGEST)
    if root.tag != f"{{{NAMESPACE}}}TaxInvoice":
        raise NotATaxInvoice([("file", "not a TaxInvoice of the Korean standard")])
    reader = _Reader(root)
    document, settlement = "TaxInvoiceDocument/", "TaxInvoiceTradeSettlement/"
    found = Read(
        number=reader.text(f"{document}IssueID"),
        type_code=reader.text(f"{document}TypeCode"),
        written_on=reader.day(f"{document}IssueDateTime"),
        reason=reader.text(f"{document}AmendmentStatusCode", needed=False),
        settled=reader.text(f"{document}PurposeCode") == SETTLED,
        preceding=reader.text(f"{document}OriginalIssueID", needed=False),
        note=reader.text(f"{document}DescriptionText", needed=False),
        seller=reader.text(f"{settlement}InvoicerParty/ID"),
        seller_name=reader.text(f"{settlement}InvoicerParty/NameText"),
        buyer=reader.text(f"{settlement}InvoiceeParty/ID"),
        buyer_name=reader.text(f"{settlement}InvoiceeParty/NameText"),
        net=reader.amount(f"{settlement}SpecifiedMonetarySummation/ChargeTotalAmount"),
        tax=reader.amount(f"{settlement}SpecifiedMonetarySummation/TaxTotalAmount"),
        gross=reader.amount(f"{settlement}SpecifiedMonetarySummation/GrandTotalAmount"),
        lines=tuple(
            (one.text("NameText"), one.amount("InvoiceAmount"), one.amount("TotalTax/CalculatedAmount"))
            for one in reader.parts("TaxInvoiceTradeLineItem")
        ),
    )
    if reader.faults:
        raise NotATaxInvoice(reader.faults)
    return found


class _Reader:
    """Reads elements by their path and notes what is wrong with them."""

    def __init__(self, element: etree._Element, faults: list[tuple[str, str]] | None = None) -> None:
        self._element = element
        self.faults: list[tuple[str, str]] = [] if faults is None else faults

    def parts(self, path: str) -> list["_Reader"]:
        return [_Reader(one, self.faults) for one in self._element.findall(self._named(path))]

    def text(self, path: str, *, needed: bool = True) -> str:
        found = self._element.findall(self._named(path))
        if len(found) > 1:
            self.faults.append((path, "stands more than once"))
        text = (found[0].text or "").strip() if found else ""
        if needed and not text:
            self.faults.append((path, "is missing"))
        return text

    def day(self, path: str) -> date:
        text = self.text(path)
        try:
            return date.fromisoformat(text[:8])
        except ValueError:
            self.faults.append((path, f"is no day: {text[:20]}"))
            return date.min

    def amount(self, path: str) -> Decimal:
        text = self.text(path)
        try:
            amount = Decimal(text) if len(text) <= MOST_DIGITS else Decimal("NaN")
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or "e" in text.lower():
            self.faults.append((path, f"is no amount: {text[:20]}"))
            return Decimal(0)
        return amount

    @staticmethod
    def _named(path: str) -> str:
        return "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
