"""From the parts of a WCO declaration to the domain's Declaration."""

from typing import Any

from madang.framework.values import Fault
from madang.systems.customs.domain.declaration import (
    Authorisation,
    Container,
    Declaration,
    Guarantee,
    Incoterm,
    Location,
    Means,
    PreviousDocument,
    Warehouse,
)
from madang.systems.customs.domain.words import Direction, Function, TransportMode
from madang.systems.customs.formats.wco import codes
from madang.systems.customs.formats.wco.reading_items import items_of
from madang.systems.customs.formats.wco.reading_parts import (
    Reader,
    charges_of,
    document,
    previous_document,
    statements,
    trader,
)
from madang.systems.customs.formats.wco.shape import Part


def declaration_of(*, part: Part, faults: list[Fault], direction: Direction) -> Declaration:
    """The declaration; `faults` grows by what is wrong."""
    read = Reader(faults)
    shipment = part.one("GoodsShipment") or Part(f"{part.place}/GoodsShipment")
    return Declaration(
        direction=_direction(part, shipment, direction),
        reference=part.value("FunctionalReferenceID"),
        items=items_of(read=read, shipment=shipment),
        function=_function(read, part),
        type=part.value("TypeCode"),
        number=part.value("ID"),
        office=part.value("DeclarationOfficeID"),
        lodged_on=read.day(part, "AcceptanceDateTime"),
        export_country=shipment.value("ExportCountry/ID").upper(),
        destination_country=shipment.value("Destination/CountryCode").upper(),
        exit_office=part.value("ExitOffice/ID"),
        supervising_office=part.value("SupervisingOffice/ID"),
        warehouse=_warehouse(shipment),
        incoterm=_incoterm(shipment),
        transaction_nature=shipment.value("TransactionNatureCode"),
        invoice_number=shipment.value("Invoice/ID"),
        invoice_total=read.money(part, "InvoiceAmount"),
        charges=charges_of(read=read, part=shipment.one("CustomsValuation")),
        total_items=read.whole(part, "GoodsItemQuantity"),
        total_packages=read.whole(part, "TotalPackageQuantity"),
        total_gross_mass=read.kilograms(part, "TotalGrossMassMeasure"),
        guarantees=_guarantees(read, part),
        documents=tuple(document(read=read, part=one) for one in part.every("AdditionalDocument")),
        consignment_reference=shipment.value("UCR/TraderAssignedReferenceID"),
        statements=statements(part=part),
        **_parties(part, shipment),
        **_carriage(read, part, shipment),
    )


def _parties(part: Part, shipment: Part) -> dict[str, Any]:
    """Who takes part, and the authorisations relied on."""
    return {
        "declarant": trader(part=part.one("Declarant")),
        "agent": trader(part=part.one("Agent")),
        "agent_status": part.value("Agent/FunctionCode"),
        "importer": trader(part=shipment.one("Importer")),
        "exporter": trader(part=part.one("Exporter")),
        "buyer": trader(part=shipment.one("Buyer")),
        "seller": trader(part=shipment.one("Seller")),
        "consignee": trader(part=shipment.one("Consignee")),
        "carrier": trader(part=part.at("Consignment/Carrier")),
        "authorisations": tuple(
            Authorisation(type=one.value("CategoryCode"), holder=one.value("ID"))
            for one in part.every("AuthorisationHolder")
        ),
    }


def _carriage(read: Reader, part: Part, shipment: Part) -> dict[str, Any]:
    """How the goods travel: means, route, place, containers, transport documents."""
    bill, master_bill, previous = _previous(read, shipment)
    consignment = part.one("Consignment")
    countries = (
        one.value("RoutingCountryCode").upper() for one in (consignment.every("Itinerary") if consignment else ())
    )
    return {
        "border": _means(read, part.one("BorderTransportMeans")),
        "arrival": _means(read, shipment.at("Consignment/ArrivalTransportMeans")),
        "departure": _means(read, shipment.at("Consignment/DepartureTransportMeans")),
        "route": tuple(country for country in countries if country),
        "location": _location(shipment.at("Consignment/GoodsLocation")),
        "bill": bill,
        "master_bill": master_bill,
        "previous": previous,
        "containerised": {"0": False, "1": True}.get(shipment.value("Consignment/ContainerCode")),
        "containers": _containers(read, shipment.one("Consignment")),
        "freight_payment": part.value("Consignment/Freight/PaymentMethodCode"),
    }


def _guarantees(read: Reader, part: Part) -> tuple[Guarantee, ...]:
    return tuple(
        Guarantee(
            type=one.value("SecurityDetailsCode"),
            number=one.value("ID"),
            reference=one.value("ReferenceID"),
            amount=read.money(one, "AmountAmount"),
        )
        for one in part.every("ObligationGuarantee")
    )


def _direction(part: Part, shipment: Part, otherwise: Direction) -> Direction:
    """By the type; a correction of another type says it by what it names, or not at all."""
    kind = part.value("TypeCode").upper()[:2]
    if kind == "CO" and part.value("TypeCode").upper() != "COR" and part.value("ExitOffice/ID"):
        return Direction.EXPORT
    if part.value("TypeCode").upper() == "COR" or kind not in codes.DIRECTIONS:
        return Direction.EXPORT if part.value("ExitOffice/ID") else otherwise
    return codes.DIRECTIONS[kind]


def _function(read: Reader, part: Part) -> Function:
    code = part.value("FunctionCode")
    if code == "13" and part.value("TypeCode").upper() == codes.CANCELS:
        return Function.CANCELLATION
    found = codes.FUNCTIONS.get(code)
    if found is None and code:
        read.fault(part.one("FunctionCode") or part, "unsupported_code", f"The function {code} is not supported here.")
    return found or Function.ORIGINAL


def _means(read: Reader, part: Part | None) -> Means:
    if part is None:
        return Means()
    mode = part.value("ModeCode")
    try:
        known = TransportMode(mode) if mode else None
    except ValueError:
        known = None
        read.fault(
            part.one("ModeCode") or part, "unknown_code", f"{mode!r} is no mode of transport (Recommendation 19)."
        )
    return Means(
        identifier=part.value("ID"),
        identifier_type=part.value("IdentificationTypeCode"),
        mode=known,
        nationality=part.value("RegistrationNationalityCode").upper(),
    )


def _location(part: Part | None) -> Location:
    """The code of the place stands in Name or, in other customisations, in ID."""
    if part is None:
        return Location()
    return Location(
        code=part.value("Name") or part.value("ID"),
        type=part.value("TypeCode"),
        qualifier=part.value("Address/TypeCode"),
        country=part.value("Address/CountryCode").upper(),
    )


def _warehouse(shipment: Part) -> Warehouse | None:
    part = shipment.one("Warehouse")
    return Warehouse(number=part.value("ID"), type=part.value("TypeCode")) if part else None


def _incoterm(shipment: Part) -> Incoterm | None:
    part = shipment.one("TradeTerms")
    code = part.value("ConditionCode") if part else ""
    place = (part.value("LocationID") or part.value("LocationName")) if part else ""
    return Incoterm(code=code, place=place) if code or place else None


def _containers(read: Reader, part: Part | None) -> tuple[Container, ...]:
    return tuple(
        Container(
            number=one.value("ID"),
            seals=tuple(seal.value("ID") for seal in one.every("Seal")),
            sequence=read.whole(one, "SequenceNumeric") or 0,
        )
        for one in (part.every("TransportEquipment") if part else ())
    )


def _previous(read: Reader, shipment: Part) -> tuple[str, str, tuple[PreviousDocument, ...]]:
    """The transport document, its master, and the other previous documents."""
    bill = master = ""
    others = []
    for part in shipment.every("PreviousDocument"):
        found = previous_document(read=read, part=part)
        plain = found.line is None and found.category == codes.TRANSPORT_CATEGORY
        if plain and found.type in codes.BILL_CODES and not bill:
            bill = found.number
        elif plain and found.type in codes.MASTER_BILL_CODES and not master:
            master = found.number
        else:
            others.append(found)
    return bill, master, tuple(others)
