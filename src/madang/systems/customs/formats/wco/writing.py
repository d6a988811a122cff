"""From the domain's Declaration to a WCO declaration: elements in the order of the schema, empty ones left out."""

from lxml import etree

from madang.framework.bulk.safe_xml import Element
from madang.systems.customs.domain.declaration import Declaration, Means, PreviousDocument, Trader
from madang.systems.customs.domain.words import Function, TransportMode
from madang.systems.customs.formats.codes import KILOGRAM
from madang.systems.customs.formats.wco import codes
from madang.systems.customs.formats.wco.shape import NAMESPACE
from madang.systems.customs.formats.wco.writing_items import write_items
from madang.systems.customs.formats.wco.writing_parts import (
    Writer,
    address,
    charges,
    document,
    previous_document,
    statements,
    trader,
)


def write_declaration(*, parent: Element, declaration: Declaration) -> Element:
    """Append the declaration to `parent`."""
    said = declaration
    root = Writer(etree.SubElement(parent, f"{{{NAMESPACE}}}Declaration"))
    root.moment("AcceptanceDateTime", said.lodged_on)
    root.text("FunctionCode", "9" if said.function is Function.ORIGINAL else "13")
    root.text("FunctionalReferenceID", said.reference)
    root.text("ID", said.number)
    root.text("TypeCode", said.type or _type(said))
    root.text("GoodsItemQuantity", said.total_items)
    root.text("DeclarationOfficeID", said.office)
    root.money("InvoiceAmount", said.invoice_total)
    root.number("TotalGrossMassMeasure", said.total_gross_mass, unitCode=KILOGRAM)
    root.text("TotalPackageQuantity", said.total_packages)
    for one in said.documents:
        document(into=root.group("AdditionalDocument"), document=one)
    statements(into=root, said=said.statements)
    _agent(root, said)
    for held in said.authorisations:
        group = root.group("AuthorisationHolder")
        group.text("ID", held.holder)
        group.text("CategoryCode", held.type)
    means(into=root.group("BorderTransportMeans"), said=said.border)
    _consignment(root.group("Consignment"), said)
    trader(into=root.group("Declarant"), trader=said.declarant)
    root.group("ExitOffice").text("ID", said.exit_office)
    trader(into=root.group("Exporter"), trader=said.exporter)
    shipment = root.group("GoodsShipment")
    _shipment_head(shipment, said)
    write_items(into=shipment, items=said.items)
    _shipment_tail(shipment, said)
    for guarantee in said.guarantees:
        group = root.group("ObligationGuarantee")
        group.money("AmountAmount", guarantee.amount)
        group.text("ID", guarantee.number)
        group.text("ReferenceID", guarantee.reference)
        group.text("SecurityDetailsCode", guarantee.type)
    root.group("SupervisingOffice").text("ID", said.supervising_office)
    prune(root.element)
    return root.element


def prune(element: Element) -> None:
    """Take away what holds nothing, from the leaves up."""
    for child in list(element):
        prune(child)
        if len(child) == 0 and not child.text:
            element.remove(child)


def _type(said: Declaration) -> str:
    return codes.CANCELS if said.function is Function.CANCELLATION else codes.DEFAULT_TYPES[said.direction]


def _agent(root: Writer, said: Declaration) -> None:
    group = root.group("Agent")
    who = said.agent or Trader()
    group.text("Name", who.name)
    group.text("ID", who.number)
    group.text("FunctionCode", said.agent_status)
    address(into=group, who=who)


def means(*, into: Writer, said: Means, at_border: bool = True) -> None:
    """A means of transport; only the one at the border says where it is registered."""
    into.text("ID", said.identifier)
    into.text("IdentificationTypeCode", said.identifier_type)
    if at_border:
        into.text("RegistrationNationalityCode", said.nationality)
    into.text("ModeCode", said.mode.value if said.mode else "")


def _consignment(into: Writer, said: Declaration) -> None:
    trader(into=into.group("Carrier"), trader=said.carrier)
    into.group("Freight").text("PaymentMethodCode", said.freight_payment)
    for place, country in enumerate(said.route, start=1):
        group = into.group("Itinerary")
        group.text("SequenceNumeric", place)
        group.text("RoutingCountryCode", country)


def _shipment_head(into: Writer, said: Declaration) -> None:
    """What stands before the items, in the order of the schema."""
    into.text("TransactionNatureCode", said.transaction_nature)
    trader(into=into.group("Buyer"), trader=said.buyer)
    trader(into=into.group("Consignee"), trader=said.consignee)
    _transport(into.group("Consignment"), said)
    charges(into=into.group("CustomsValuation"), said=said.charges, freight_apart=True)
    into.group("Destination").text("CountryCode", said.destination_country)
    into.group("ExportCountry").text("ID", said.export_country)


def _transport(into: Writer, said: Declaration) -> None:
    if said.containerised is not None:
        into.text("ContainerCode", "1" if said.containerised else "0")
    means(into=into.group("ArrivalTransportMeans"), said=said.arrival, at_border=False)
    means(into=into.group("DepartureTransportMeans"), said=said.departure, at_border=False)
    place = into.group("GoodsLocation")
    place.text("Name", said.location.code)
    place.text("TypeCode", said.location.type)
    address = place.group("Address")
    address.text("TypeCode", said.location.qualifier)
    address.text("CountryCode", said.location.country)
    for container in said.containers:
        group = into.group("TransportEquipment")
        group.text("SequenceNumeric", container.sequence)
        group.text("ID", container.number)
        for number, seal in enumerate(container.seals, start=1):
            sealed = group.group("Seal")
            sealed.text("SequenceNumeric", number)
            sealed.text("ID", seal)


def _shipment_tail(into: Writer, said: Declaration) -> None:
    """What stands after the items."""
    trader(into=into.group("Importer"), trader=said.importer)
    into.group("Invoice").text("ID", said.invoice_number)
    by_air = said.border.mode is TransportMode.AIR
    if said.bill:
        code = codes.HOUSE_WAYBILL if by_air else codes.HOUSE_BILL
        _transport_document(into, code, said.bill)
    if said.master_bill:
        code = codes.MASTER_WAYBILL if by_air else codes.MASTER_BILL
        _transport_document(into, code, said.master_bill)
    for one in said.previous:
        previous_document(into=into.group("PreviousDocument"), said=one)
    trader(into=into.group("Seller"), trader=said.seller)
    terms = into.group("TradeTerms")
    if said.incoterm:
        terms.text("ConditionCode", said.incoterm.code)
        terms.text("LocationID" if len(said.incoterm.place) <= 17 else "LocationName", said.incoterm.place)
    into.group("UCR").text("TraderAssignedReferenceID", said.consignment_reference)
    if said.warehouse:
        group = into.group("Warehouse")
        group.text("ID", said.warehouse.number)
        group.text("TypeCode", said.warehouse.type)


def _transport_document(into: Writer, code: str, number: str) -> None:
    found = PreviousDocument(type=code, number=number, category=codes.TRANSPORT_CATEGORY)
    previous_document(into=into.group("PreviousDocument"), said=found)
