"""The domain's Declaration into CUSDEC (D.96B)."""

from collections.abc import Iterable

from madang.systems.customs.domain.declaration import (
    Charge,
    Declaration,
    Document,
    Item,
    Means,
    PreviousDocument,
    Statement,
    Trader,
)
from madang.systems.customs.domain.words import Adjustment, TransportMode
from madang.systems.customs.formats import amounts
from madang.systems.customs.formats.codes import CHARGE_CODES, KILOGRAM
from madang.systems.customs.formats.edifact import mapping as m
from madang.systems.customs.formats.edifact.syntax import Segment
from madang.systems.customs.formats.edifact.writer import Writer, pieces


def segments_of(*, declaration: Declaration, message: str) -> list[Segment]:
    """The segments from UNH to before UNT."""
    said, write = declaration, Writer()
    write.add("UNH", message, ("CUSDEC", "D", "96B", "UN"))
    kind = (m.DOCUMENT_CODES[said.direction], m.TYPE_LIST if said.type else None, None, said.type)
    write.add("BGM", kind, said.reference, m.FUNCTION_CODES[said.function])
    _places(write, said)
    write.day(m.ACCEPTED, said.lodged_on)
    _indicators(write, said)
    write.measure(m.TOTAL_GROSS, said.total_gross_mass, KILOGRAM)
    _containers(write, said)
    _statements(write, said.statements)
    _references(write, said)
    for stage, means in ((m.BORDER, said.border), (m.DEPARTURE, said.departure), (m.ARRIVAL, said.arrival)):
        _means(write, stage, means)
    for document in said.documents:
        _document(write, document)
    for code, name in m.PARTIES.items():
        _party(write, code, getattr(said, name))
    _incoterm(write, said)
    write.money(m.INVOICE_TOTAL, said.invoice_total)
    _charges(write, said.charges)
    write.add("UNS", "D")
    for item in said.items:
        _item(write, item)
    write.add("UNS", "S")
    for qualifier, count in ((m.ITEMS_TOTAL, said.total_items), (m.PACKAGES_TOTAL, said.total_packages)):
        if count is not None:
            write.add("CNT", (qualifier, count))
    return write.segments


def _containers(write: Writer, said: Declaration) -> None:
    for container in said.containers:
        write.add("EQD", "CN", container.number)
    for container in said.containers:
        for seal in container.seals:
            write.add("SEL", seal, (None, None, None, container.number))


def _incoterm(write: Writer, said: Declaration) -> None:
    if said.incoterm:
        write.add("TOD", None, None, said.incoterm.code)
        place = said.incoterm.place
        if place:
            write.add("LOC", m.DELIVERY_PLACE, place if len(place) <= 25 else (None, None, None, place))


def _places(write: Writer, said: Declaration) -> None:
    write.place(m.OFFICE, said.office)
    write.place(m.EXIT_OFFICE, said.exit_office)
    if said.supervising_office:
        write.add("LOC", m.OTHER, (said.supervising_office, m.OFFICE_LIST))
    write.place(m.EXPORT_COUNTRY, said.export_country)
    write.place(m.DESTINATION_COUNTRY, said.destination_country)
    for country in said.route:
        write.place(m.TRANSIT_COUNTRY, country)
    at = said.location
    if at.code or at.type or at.country or at.qualifier:
        write.add("LOC", m.GOODS_PLACE, at.code, at.country, (at.type, None, None, at.qualifier))
    if said.warehouse:
        write.add("LOC", m.WAREHOUSE, said.warehouse.number, said.warehouse.type)


def _indicators(write: Writer, said: Declaration) -> None:
    if said.containerised is not None:
        write.indicator("1" if said.containerised else "0", m.INDICATOR_LIST, process=m.CONTAINERS)
    write.indicator(said.agent_status, m.INDICATOR_LIST, process=m.REPRESENTATION)
    write.indicator(said.freight_payment, m.INDICATOR_LIST, process=m.FREIGHT_PAYMENT)
    write.indicator(said.transaction_nature, m.NATURE_LIST)


def _references(write: Writer, said: Declaration) -> None:
    by_air = said.border.mode is TransportMode.AIR
    write.reference(m.NUMBER, said.number)
    write.reference(m.HOUSE_WAYBILL if by_air else m.HOUSE_BILL, said.bill)
    write.reference(m.MASTER_WAYBILL if by_air else m.MASTER_BILL, said.master_bill)
    write.reference(m.INVOICE, said.invoice_number)
    write.reference(m.CONSIGNMENT, said.consignment_reference)
    for held in said.authorisations:
        write.reference(m.AUTHORISATION, held.holder, version=held.type)
    for guarantee in said.guarantees:
        write.reference(m.GUARANTEE, guarantee.number, version=guarantee.type)
    _previous(write, said.previous)


def _previous(write: Writer, said: Iterable[PreviousDocument]) -> None:
    for one in said:
        write.reference(m.PREVIOUS, one.number, line=one.line, version=f"{one.category}/{one.type}")


def _means(write: Writer, stage: str, means: Means) -> None:
    if means == Means():
        return
    named = (None, means.identifier_type, None, means.identifier, means.nationality)
    write.add("TDT", stage, None, means.mode.value if means.mode else None, None, None, None, None, named)


def _party(write: Writer, code: str, who: Trader | None) -> None:
    if who is None:
        return
    name, street = pieces(text=who.name, size=m.NAME_SIZE), pieces(text=who.street, size=m.NAME_SIZE)
    write.add("NAD", code, who.number, None, name, street, who.city, None, who.postcode, who.country)


def _document(write: Writer, said: Document) -> None:
    write.add("DOC", (said.type[-3:], said.type[:-3], None, said.name), (said.number, said.exemption, said.issuer))
    write.day(m.ISSUED, said.issued_on)
    write.day(m.EXPIRES, said.expires_on)


def _charges(write: Writer, said: Iterable[Charge]) -> None:
    for charge in said:
        if charge.kind is Adjustment.FREIGHT:
            write.money(m.FREIGHT, charge.amount)
        elif charge.kind is Adjustment.INSURANCE:
            write.money(m.INSURANCE, charge.amount)
        else:
            write.money(m.CHARGE, charge.amount, status=CHARGE_CODES[charge.kind])


def _statements(write: Writer, said: Iterable[Statement]) -> None:
    for one in said:
        write.text(m.GENERAL_TEXT, one.text, function=one.type, code=one.code)


def _item(write: Writer, item: Item) -> None:
    listed = (
        (item.commodity, m.COMMODITY_LIST),
        (item.procedure, m.PROCEDURE_LIST),
        (item.previous_procedure, m.PROCEDURE_LIST),
        (item.preference, m.PREFERENCE_LIST),
    )
    write.add("CST", item.sequence, *((code, kind) if code else None for code, kind in listed))
    write.text(m.GOODS_TEXT, item.description)
    _statements(write, item.statements)
    write.place(m.ORIGIN, item.origin)
    write.place(m.ORIGIN, item.preferential_origin, related=m.PREFERENTIAL)
    write.place(m.EXPORT_COUNTRY, item.export_country)
    write.place(m.DESTINATION_COUNTRY, item.destination_country)
    write.measure(m.ITEM_GROSS, item.gross_mass, KILOGRAM)
    write.measure(m.ITEM_NET, item.net_mass, KILOGRAM)
    for place, quantity in enumerate(item.quantities):
        kind = m.QUANTITIES[place] if place < len(m.QUANTITIES) else m.FURTHER_QUANTITY
        write.measure(kind, quantity.value, quantity.unit or m.NO_UNIT, purpose="AAE")
    for code, name in m.ITEM_PARTIES.items():
        _party(write, code, getattr(item, name))
    for packages in item.packages:
        write.add("PAC", packages.count, None, packages.kind)
        if packages.marks:
            write.add("PCI", None, pieces(text=packages.marks, size=m.NAME_SIZE))
    _item_amounts(write, item)
    _item_references(write, item)


def _item_amounts(write: Writer, item: Item) -> None:
    write.money(m.PRICE, item.price)
    write.money(m.CUSTOMS_VALUE, item.customs_value)
    write.money(m.STATISTICAL, item.statistical_value)
    _charges(write, item.charges)


def _item_references(write: Writer, item: Item) -> None:
    """References, documents, indicators, levies: in the order of the segment table."""
    write.reference(m.QUOTA, item.quota_order)
    for container in item.containers:
        write.reference(m.CONTAINER, container)
    for kind, code in item.further_codes:
        write.reference(m.FURTHER_CODE, code, version=kind)
    _previous(write, item.previous)
    for document in (*item.documents, *item.proofs):
        _document(write, document)
    write.indicator(item.valuation.value if item.valuation else "", m.VALUATION_LIST)
    write.indicator(item.transaction_nature, m.NATURE_LIST)
    for code in item.additional_procedures:
        write.indicator(code, m.SPECIAL_LIST)
    for levy in item.levies:
        base = amounts.plain(levy.base.value) if levy.base else None
        write.add("TAX", "1", (levy.type, m.LEVY_LIST), None, base, levy.base.unit if levy.base else None)
        write.money(m.LEVY, levy.amount)
        write.indicator(levy.payment_method, m.PAYMENT_LIST)
