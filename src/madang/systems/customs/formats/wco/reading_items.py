"""Goods items of a WCO declaration."""

from madang.systems.customs.domain.declaration import ClaimedLevy, Item, Packages, Quantity
from madang.systems.customs.domain.words import ValuationMethod
from madang.systems.customs.formats.codes import is_proof
from madang.systems.customs.formats.wco import codes
from madang.systems.customs.formats.wco.reading_parts import (
    Reader,
    charges_of,
    document,
    previous_document,
    statements,
    trader,
)
from madang.systems.customs.formats.wco.shape import Part


def items_of(*, read: Reader, shipment: Part) -> tuple[Item, ...]:
    """All items in their order."""
    return tuple(_item(read, part) for part in shipment.every("GovernmentAgencyGoodsItem"))


def _item(read: Reader, part: Part) -> Item:
    goods = part.one("Commodity") or Part(f"{part.place}/Commodity")
    commodity, further = _classification(goods)
    main, additional = _procedures(part)
    documents = tuple(document(read=read, part=one) for one in part.every("AdditionalDocument"))
    preference, quota, levies = _levies(read, goods)
    measure = goods.one("GoodsMeasure")
    return Item(
        sequence=read.whole(part, "SequenceNumeric") or 0,
        commodity=commodity,
        description=goods.value("Description"),
        origin=_origin(read, part, codes.NON_PREFERENTIAL),
        preferential_origin=_origin(read, part, codes.PREFERENTIAL),
        preference=preference,
        proofs=tuple(one for one in documents if is_proof(code=one.type)),
        quota_order=quota,
        procedure=main.value("CurrentCode"),
        previous_procedure=main.value("PreviousCode"),
        additional_procedures=additional,
        packages=_packages(read, part),
        containers=tuple(one.value("ID") for one in goods.every("TransportEquipment")),
        gross_mass=read.kilograms(measure, "GrossMassMeasure"),
        net_mass=read.kilograms(measure, "NetNetWeightMeasure"),
        quantities=_quantities(read, measure),
        price=read.money(goods, "InvoiceLine/ItemChargeAmount"),
        statistical_value=read.money(part, "StatisticalValueAmount"),
        customs_value=read.money(part, "CustomsValueAmount"),
        valuation=_valuation(read, part),
        charges=charges_of(read=read, part=part.one("CustomsValuation")),
        documents=tuple(one for one in documents if not is_proof(code=one.type)),
        previous=tuple(previous_document(read=read, part=one) for one in part.every("PreviousDocument")),
        statements=statements(part=part),
        levies=levies,
        further_codes=further,
        export_country=part.value("ExportCountry/ID").upper(),
        destination_country=part.value("Destination/CountryCode").upper(),
        transaction_nature=part.value("TransactionNatureCode"),
        consignor=trader(part=part.one("Consignor")),
        consignee=trader(part=part.one("Consignee")),
    )


def _quantities(read: Reader, measure: Part | None) -> tuple[Quantity, ...]:
    found = read.quantity(measure, "TariffQuantity")
    return () if found is None else (found,)


def _procedures(part: Part) -> tuple[Part, tuple[str, ...]]:
    """The requested procedure, which says what preceded it or has two characters; and the additional ones."""
    procedures = part.every("GovernmentProcedure")
    with_previous = (one for one in procedures if one.value("PreviousCode"))
    of_two = (one for one in procedures if len(one.value("CurrentCode")) == 2)
    main = next(with_previous, None) or next(of_two, None)
    return main or Part(part.place), tuple(one.value("CurrentCode") for one in procedures if one is not main)


def _classification(goods: Part) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The commodity code (tariff line and the digits that follow it) and all further codes."""
    main = rest = ""
    further = []
    for part in goods.every("Classification"):
        kind, code = part.value("IdentificationTypeCode"), part.value("ID")
        if kind == codes.COMMODITY and not main:
            main = code
        elif kind == codes.COMMODITY_REST and not rest:
            rest = code
        else:
            further.append((kind, code))
    if rest and not main:
        further.insert(0, (codes.COMMODITY_REST, rest))
        rest = ""
    dangerous = [(codes.DANGEROUS, part.value("UNDGID")) for part in goods.every("DangerousGoods")]
    return main + rest, (*further, *dangerous)


def _origin(read: Reader, part: Part, kind: str) -> str:
    found = [one for one in part.every("Origin") if (one.value("TypeCode") or codes.NON_PREFERENTIAL) == kind]
    if len(found) > 1:
        read.fault(found[1], "twice", f"The origin of kind {kind} is said twice.")
    for one in part.every("Origin"):
        if one.value("TypeCode") not in ("", codes.NON_PREFERENTIAL, codes.PREFERENTIAL) and kind == codes.PREFERENTIAL:
            read.fault(one, "unknown_code", f"{one.value('TypeCode')!r} is no kind of origin.")
    return found[0].value("CountryCode").upper() if found else ""


def _valuation(read: Reader, part: Part) -> ValuationMethod | None:
    code = part.value("CustomsValuation/MethodCode")
    try:
        return ValuationMethod(code) if code else None
    except ValueError:
        read.fault(
            part.at("CustomsValuation/MethodCode") or part, "unknown_code", f"{code!r} is no method of valuation."
        )
        return None


def _packages(read: Reader, part: Part) -> tuple[Packages, ...]:
    return tuple(
        Packages(
            count=read.whole(one, "QuantityQuantity") or 0,
            kind=one.value("TypeCode"),
            marks=one.value("MarksNumbersID"),
            sequence=read.whole(one, "SequenceNumeric") or 0,
        )
        for one in part.every("Packaging")
    )


def _levies(read: Reader, goods: Part) -> tuple[str, str, tuple[ClaimedLevy, ...]]:
    """The preference claimed, the order number of the quota, and the levies as the declarant sees them."""
    preference = quota = ""
    levies = []
    for part in goods.every("DutyTaxFee"):
        code, order = part.value("DutyRegimeCode"), part.value("QuotaOrderID")
        regime = codes.REGIMES.get(code, code)
        if (regime and preference not in ("", regime)) or (order and quota not in ("", order)):
            read.fault(part, "contradiction", "The item claims two preferences or two quotas.")
        preference, quota = preference or regime, quota or order
        levy = ClaimedLevy(
            type=part.value("TypeCode"),
            payment_method=part.value("Payment/MethodCode"),
            base=read.quantity(part, "SpecificTaxBaseQuantity"),
            amount=read.money(part, "Payment/TaxAssessedAmount"),
        )
        if levy != ClaimedLevy(type=""):
            levies.append(levy)
    return preference, quota, tuple(levies)
