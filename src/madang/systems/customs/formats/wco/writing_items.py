"""Goods items of a WCO declaration, in the order of the schema."""

from collections.abc import Iterable

from madang.systems.customs.domain.declaration import ClaimedLevy, Item
from madang.systems.customs.formats.codes import KILOGRAM
from madang.systems.customs.formats.wco import codes
from madang.systems.customs.formats.wco.writing_parts import (
    Writer,
    charges,
    document,
    previous_document,
    statements,
    trader,
)


def write_items(*, into: Writer, items: Iterable[Item]) -> None:
    """All items."""
    for item in items:
        _item(into.group("GovernmentAgencyGoodsItem"), item)


def _item(into: Writer, item: Item) -> None:
    into.money("CustomsValueAmount", item.customs_value)
    into.text("SequenceNumeric", item.sequence)
    into.money("StatisticalValueAmount", item.statistical_value)
    into.text("TransactionNatureCode", item.transaction_nature)
    for one in (*item.documents, *item.proofs):
        document(into=into.group("AdditionalDocument"), document=one)
    statements(into=into, said=item.statements)
    _commodity(into.group("Commodity"), item)
    trader(into=into.group("Consignee"), trader=item.consignee)
    trader(into=into.group("Consignor"), trader=item.consignor)
    valuation = into.group("CustomsValuation")
    valuation.text("MethodCode", item.valuation.value if item.valuation else "")
    charges(into=valuation, said=item.charges, freight_apart=False)
    into.group("Destination").text("CountryCode", item.destination_country)
    into.group("ExportCountry").text("ID", item.export_country)
    _procedures(into, item)
    _origin(into, item.origin, codes.NON_PREFERENTIAL)
    _origin(into, item.preferential_origin, codes.PREFERENTIAL)
    for packages in item.packages:
        group = into.group("Packaging")
        group.text("SequenceNumeric", packages.sequence)
        group.text("MarksNumbersID", packages.marks)
        group.text("QuantityQuantity", packages.count)
        group.text("TypeCode", packages.kind)
    for previous in item.previous:
        previous_document(into=into.group("PreviousDocument"), said=previous)


def _procedures(into: Writer, item: Item) -> None:
    main = into.group("GovernmentProcedure")
    main.text("CurrentCode", item.procedure)
    main.text("PreviousCode", item.previous_procedure)
    for code in item.additional_procedures:
        into.group("GovernmentProcedure").text("CurrentCode", code)


def _origin(into: Writer, country: str, kind: str) -> None:
    if country:
        group = into.group("Origin")
        group.text("CountryCode", country)
        group.text("TypeCode", kind)


def _commodity(into: Writer, item: Item) -> None:
    into.text("Description", item.description)
    line, rest = item.commodity[: codes.COMMODITY_DIGITS], item.commodity[codes.COMMODITY_DIGITS :]
    listed = [(codes.COMMODITY, line), (codes.COMMODITY_REST, rest), *item.further_codes]
    for kind, code in listed:
        if code and kind != codes.DANGEROUS:
            group = into.group("Classification")
            group.text("ID", code)
            group.text("IdentificationTypeCode", kind)
    for kind, code in item.further_codes:
        if kind == codes.DANGEROUS:
            into.group("DangerousGoods").text("UNDGID", code)
    _levies(into, item)
    measure = into.group("GoodsMeasure")
    measure.number("GrossMassMeasure", item.gross_mass, unitCode=KILOGRAM)
    measure.number("NetNetWeightMeasure", item.net_mass, unitCode=KILOGRAM)
    for quantity in item.quantities[:1]:
        measure.quantity("TariffQuantity", quantity)
    into.group("InvoiceLine").money("ItemChargeAmount", item.price)
    for place, container in enumerate(item.containers, start=1):
        group = into.group("TransportEquipment")
        group.text("SequenceNumeric", place)
        group.text("ID", container)


def _levies(into: Writer, item: Item) -> None:
    """The preference and the quota stand with the first levy, or alone where none is claimed."""
    claimed: tuple[ClaimedLevy, ...] = item.levies
    if not claimed and (item.preference or item.quota_order):
        claimed = (ClaimedLevy(type=""),)
    regime = codes.REGIME_CODES.get(item.preference, item.preference)
    for place, levy in enumerate(claimed):
        group = into.group("DutyTaxFee")
        group.text("DutyRegimeCode", regime if place == 0 else "")
        group.quantity("SpecificTaxBaseQuantity", levy.base)
        group.text("TypeCode", levy.type)
        group.text("QuotaOrderID", item.quota_order if place == 0 else "")
        payment = group.group("Payment")
        payment.text("MethodCode", levy.payment_method)
        payment.money("TaxAssessedAmount", levy.amount)
