"""Pieces that a WCO declaration and its items share, written; elements in the order of the schema."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from lxml import etree

from madang.framework.bulk.safe_xml import Element
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import Charge, Document, PreviousDocument, Quantity, Statement, Trader
from madang.systems.customs.domain.words import Adjustment
from madang.systems.customs.formats import amounts
from madang.systems.customs.formats.codes import CHARGE_CODES
from madang.systems.customs.formats.wco.shape import MOMENT_ELEMENT, NAMESPACE


class Writer:
    """Appends children to an element; what is empty is not written."""

    def __init__(self, element: Element) -> None:
        self.element = element

    def group(self, name: str) -> "Writer":
        """A child that holds others; `prune` takes it away again if it stays empty."""
        return Writer(etree.SubElement(self.element, f"{{{NAMESPACE}}}{name}"))

    def text(self, name: str, value: str | int | None, **attributes: str) -> None:
        """A child with a text."""
        if value is None or value == "":
            return
        child = etree.SubElement(self.element, f"{{{NAMESPACE}}}{name}", {k: v for k, v in attributes.items() if v})
        child.text = str(value)

    def number(self, name: str, value: Decimal | None, **attributes: str) -> None:
        """A decimal without an exponent."""
        self.text(name, None if value is None else amounts.plain(value), **attributes)

    def money(self, name: str, amount: Money | None) -> None:
        """An amount with its currency."""
        if amount is not None:
            self.text(name, amounts.major(amount), currencyID=amount.currency)

    def quantity(self, name: str, quantity: Quantity | None) -> None:
        """A measure with its unit."""
        if quantity is not None:
            self.number(name, quantity.value, unitCode=quantity.unit)

    def moment(self, name: str, day: date | None) -> None:
        """A day (form 102)."""
        if day is not None:
            outer = etree.SubElement(self.element, f"{{{NAMESPACE}}}{name}")
            etree.SubElement(outer, MOMENT_ELEMENT, formatCode="102").text = f"{day:%Y%m%d}"


def trader(*, into: Writer, trader: Trader | None) -> None:
    """A party."""
    if trader is not None:
        into.text("Name", trader.name)
        into.text("ID", trader.number)
        address(into=into, who=trader)


def address(*, into: Writer, who: Trader) -> None:
    """Where a party is."""
    group = into.group("Address")
    group.text("CityName", who.city)
    group.text("CountryCode", who.country)
    group.text("Line", who.street)
    group.text("PostcodeID", who.postcode)


def charges(*, into: Writer, said: Iterable[Charge], freight_apart: bool) -> None:
    """Additions and deductions; the first freight of the whole declaration has an element of its own."""
    rest = list(said)
    if freight_apart and rest and rest[0].kind is Adjustment.FREIGHT:
        into.money("FreightChargeAmount", rest.pop(0).amount)
    for charge in rest:
        group = into.group("ChargeDeduction")
        group.text("ChargesTypeCode", CHARGE_CODES[charge.kind])
        group.money("OtherChargeDeductionAmount", charge.amount)


def document(*, into: Writer, document: Document) -> None:
    """A document: the last three characters of its type, what precedes them is the category."""
    into.text("CategoryCode", document.type[:-3])
    into.moment("EffectiveDateTime", document.expires_on)
    into.text("ID", document.number)
    into.text("Name", document.name)
    into.text("TypeCode", document.type[-3:])
    into.text("LPCOExemptionCode", document.exemption)
    into.group("Submitter").text("Name", document.issuer)
    if document.quantity is not None:
        into.group("WriteOff").number("QuantityQuantity", document.quantity, unitCode=document.unit)


def previous_document(*, into: Writer, said: PreviousDocument) -> None:
    """What stood before."""
    into.text("CategoryCode", said.category)
    into.text("ID", said.number)
    into.text("TypeCode", said.type)
    into.text("LineNumeric", said.line)


def statements(*, into: Writer, said: Iterable[Statement]) -> None:
    """What was said in codes or words."""
    for one in said:
        group = into.group("AdditionalInformation")
        group.text("StatementCode", one.code)
        group.text("StatementDescription", one.text)
        group.text("StatementTypeCode", one.type)
