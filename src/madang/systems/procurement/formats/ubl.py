"""Catalogue and Order of UBL 2.1 (OASIS; ISO/IEC 19845), written. Elements stand in the order of the schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree

VERSION = "2.1"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CATALOGUE = "urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"
ORDER = "urn:oasis:names:specification:ubl:schema:xsd:Order-2"
Element = etree._Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party to the document: its number and name."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An item; `price` of one unit, in units of the currency."""

    code: str
    title: str
    unspsc: str
    class_title: str
    unit: str
    price: Decimal
    minimum: Decimal
    maximum: Decimal
    delivery_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueFile:
    """A catalogue as it travels."""

    number: str
    title: str
    issued_on: date
    from_on: date
    until_on: date
    currency: str
    provider: Side
    receiver: Side
    things: Sequence[Thing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A line of an order."""

    thing: Thing
    quantity: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFile:
    """An order as it travels."""

    number: str
    issued_on: date
    currency: str
    buyer: Side
    seller: Side
    deliver_by: date
    place: str
    total: Decimal
    lines: Sequence[Ordered]


def write_catalogue(*, catalogue: CatalogueFile) -> bytes:
    """The document in UTF-8."""
    root = _root("Catalogue", CATALOGUE)
    _basic(root, "UBLVersionID", VERSION)
    _basic(root, "ID", catalogue.number)
    _basic(root, "Name", catalogue.title)
    _basic(root, "IssueDate", catalogue.issued_on.isoformat())
    _basic(root, "LineCountNumeric", str(len(catalogue.things)))
    _period(root, "ValidityPeriod", catalogue.from_on, catalogue.until_on)
    _party(_part(root, "ProviderParty"), catalogue.provider)
    _party(_part(root, "ReceiverParty"), catalogue.receiver)
    for thing in catalogue.things:
        line = _part(root, "CatalogueLine")
        _basic(line, "ID", thing.code)
        _basic(line, "OrderableUnit", thing.unit)
        _basic(line, "MinimumOrderQuantity", plain(thing.minimum), unitCode=thing.unit)
        _basic(line, "MaximumOrderQuantity", plain(thing.maximum), unitCode=thing.unit)
        where = _part(line, "RequiredItemLocationQuantity")
        _basic(where, "LeadTimeMeasure", str(thing.delivery_days), unitCode="DAY")
        _basic(_part(where, "Price"), "PriceAmount", plain(thing.price), currencyID=catalogue.currency)
        _item(line, thing)
    return _written(root)


def write_order(*, order: OrderFile) -> bytes:
    """The document in UTF-8."""
    root = _root("Order", ORDER)
    _basic(root, "UBLVersionID", VERSION)
    _basic(root, "ID", order.number)
    _basic(root, "IssueDate", order.issued_on.isoformat())
    _basic(root, "DocumentCurrencyCode", order.currency)
    _basic(root, "LineCountNumeric", str(len(order.lines)))
    _party(_part(_part(root, "BuyerCustomerParty"), "Party"), order.buyer)
    _party(_part(_part(root, "SellerSupplierParty"), "Party"), order.seller)
    delivery = _part(root, "Delivery")
    _basic(delivery, "LatestDeliveryDate", order.deliver_by.isoformat())
    _basic(_part(delivery, "DeliveryLocation"), "Description", order.place)
    _basic(_part(root, "AnticipatedMonetaryTotal"), "PayableAmount", plain(order.total), currencyID=order.currency)
    for place, line in enumerate(order.lines, 1):
        item = _part(_part(root, "OrderLine"), "LineItem")
        _basic(item, "ID", str(place))
        _basic(item, "Quantity", plain(line.quantity), unitCode=line.thing.unit)
        _basic(item, "LineExtensionAmount", plain(line.total), currencyID=order.currency)
        _basic(_part(item, "Price"), "PriceAmount", plain(line.thing.price), currencyID=order.currency)
        _item(item, line.thing)
    return _written(root)


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _root(name: str, namespace: str) -> Element:
    # The stubs do not know a namespace without a prefix.
    spaces: Any = {None: namespace, "cac": CAC, "cbc": CBC}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=spaces)


def _part(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, f"{{{CAC}}}{name}")


def _basic(parent: Element, name: str, text: str, /, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = text


def _period(parent: Element, name: str, from_on: date, until_on: date) -> None:
    period = _part(parent, name)
    _basic(period, "StartDate", from_on.isoformat())
    _basic(period, "EndDate", until_on.isoformat())


def _party(party: Element, side: Side) -> None:
    _basic(_part(party, "PartyIdentification"), "ID", side.number)
    _basic(_part(party, "PartyName"), "Name", side.name)


def _item(parent: Element, thing: Thing) -> None:
    item = _part(parent, "Item")
    _basic(item, "Name", thing.title)
    _basic(_part(item, "SellersItemIdentification"), "ID", thing.code)
    named = {"name": thing.class_title} if thing.class_title else {}
    _basic(_part(item, "CommodityClassification"), "ItemClassificationCode", thing.unspsc, listID="UNSPSC", **named)


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
