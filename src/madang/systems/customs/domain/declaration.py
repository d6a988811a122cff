"""A declaration of goods as both formats (WCO Data Model 3, UN/EDIFACT CUSDEC) fill it and the law reads it.

Plain values: what stands in the message, nothing looked up. Text is "" and a list is () where the message says nothing;
None means that an amount, a mass or a day was not given. Codes stay as they were written (trimmed, upper case).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.words import Adjustment, Direction, Function, TransportMode, ValuationMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Trader:
    """A party of a declaration: by its number (business registration, customs clearance code, EORI), else name and address."""

    number: str = ""
    name: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    country: str = ""  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document, permit, certificate or proof of origin that is produced or referred to."""

    type: str  # code of the document, category and type together where a format splits them: "C506", "N935", "911"
    number: str = ""
    name: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    exemption: str = ""  # status or exemption code (WCO LPCOExemptionCode): "AE", "XW"
    quantity: Decimal | None = None  # of a permit that is written off
    unit: str = ""  # UN/ECE Recommendation 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousDocument:
    """What stood before this declaration: a manifest, a transit, an earlier declaration, a unique consignment reference."""

    type: str
    number: str
    category: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said in a code, in words or both (WCO AdditionalInformation, EDIFACT FTX)."""

    code: str = ""
    text: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """An authorisation the declaration relies on, and who holds it: deferred payment, warehouse, inward processing."""

    type: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """An amount added to or taken from the price; of the whole declaration (shared among items by price) or of one item."""

    kind: Adjustment
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Packages:
    """Packages of one kind: how many, which (UN/ECE Recommendation 21), what stands on them."""

    count: int
    kind: str = ""
    marks: str = ""
    sequence: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A measured amount and its unit (UN/ECE Recommendation 20: KGM, LTR, H87, NMB, MTK)."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A container or other transport equipment, and its seals."""

    number: str  # ISO 6346 where it is a container
    seals: tuple[str, ...] = ()
    sequence: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """A means of transport: what identifies it (IMO number, flight, plate), how that is written, where it is registered."""

    identifier: str = ""
    identifier_type: str = ""  # WCO IdentificationTypeCode: 10 IMO number, 11 ship's name, 40 flight, 30 plate
    mode: TransportMode | None = None
    nationality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where goods lie: the code of a place, what sort of place and of code, its country."""

    code: str = ""
    type: str = ""
    qualifier: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoterm:
    """The delivery term: three letters of Incoterms, and the named place (UN/LOCODE or words)."""

    code: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """A customs warehouse: its type and number."""

    number: str
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """A security offered: type, number, the reference and the amount where given."""

    type: str = ""
    number: str = ""
    reference: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedLevy:
    """A levy as the declarant sees it: code, how it will be paid, and his own figures. The law assesses anew."""

    type: str
    payment_method: str = ""
    base: Quantity | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One goods item of a declaration. What it leaves open (origin, country of export) is the declaration's."""

    sequence: int
    commodity: str  # digits only: six of the Harmonized System, or the national line
    description: str = ""
    origin: str = ""  # ISO 3166-1 alpha-2; non-preferential
    preferential_origin: str = ""
    preference: str = ""  # claimed: code of an agreement ("EU", "US", "RCEP") or of the customs territory ("300")
    proofs: tuple[Document, ...] = ()  # of the preferential origin
    quota_order: str = ""
    procedure: str = ""  # requested procedure: "40" release for free circulation
    previous_procedure: str = ""
    additional_procedures: tuple[str, ...] = ()
    packages: tuple[Packages, ...] = ()
    containers: tuple[str, ...] = ()  # numbers, of the declaration's containers
    gross_mass: Decimal | None = None  # kilograms
    net_mass: Decimal | None = None  # kilograms
    quantities: tuple[Quantity, ...] = ()  # supplementary units, litres of pure alcohol and such
    price: Money | None = None
    statistical_value: Money | None = None
    customs_value: Money | None = None  # as the declarant says
    valuation: ValuationMethod | None = None
    charges: tuple[Charge, ...] = ()
    documents: tuple[Document, ...] = ()  # invoices, permits, certificates
    previous: tuple[PreviousDocument, ...] = ()
    statements: tuple[Statement, ...] = ()
    levies: tuple[ClaimedLevy, ...] = ()
    further_codes: tuple[tuple[str, str], ...] = ()  # (type, code): national additional codes, CUS, UN dangerous goods
    export_country: str = ""
    destination_country: str = ""
    transaction_nature: str = ""
    consignor: Trader | None = None
    consignee: Trader | None = None

    def counted(self, *, unit: str) -> Decimal | None:
        """How much of it there is in that unit (kilograms: the net mass, where no quantity says them); None where it does
        not say."""
        stated = {one.unit: one.value for one in self.quantities}
        return stated.get(unit, self.net_mass if unit == "KGM" else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A declaration as lodged. The law never changes it: an amendment is another Declaration with the same `number`."""

    direction: Direction
    reference: str  # the declarant's own, unique with him
    items: tuple[Item, ...]
    function: Function = Function.ORIGINAL
    type: str = ""  # as the message says: "IMA", "EXD"
    number: str = ""  # customs' number of the declaration, where it has one already
    office: str = ""
    lodged_on: date | None = None
    declarant: Trader | None = None
    agent: Trader | None = None
    agent_status: str = ""  # 2 direct, 3 indirect representation
    importer: Trader | None = None
    exporter: Trader | None = None
    buyer: Trader | None = None
    seller: Trader | None = None
    consignee: Trader | None = None
    carrier: Trader | None = None
    authorisations: tuple[Authorisation, ...] = ()
    export_country: str = ""
    destination_country: str = ""
    border: Means = Means()
    arrival: Means = Means()  # at import, on arrival
    departure: Means = Means()  # at export, on departure
    route: tuple[str, ...] = ()  # countries passed
    location: Location = Location()
    exit_office: str = ""
    supervising_office: str = ""
    warehouse: Warehouse | None = None
    incoterm: Incoterm | None = None
    bill: str = ""  # number of the transport document: house bill of lading or air waybill
    master_bill: str = ""
    containerised: bool | None = None
    containers: tuple[Container, ...] = ()
    transaction_nature: str = ""
    invoice_number: str = ""
    invoice_total: Money | None = None
    charges: tuple[Charge, ...] = ()  # freight, insurance and such of all items together
    total_items: int | None = None  # as the message says; must agree with `items`
    total_packages: int | None = None
    total_gross_mass: Decimal | None = None
    freight_payment: str = ""  # WCO Freight/PaymentMethodCode
    guarantees: tuple[Guarantee, ...] = ()
    documents: tuple[Document, ...] = ()  # of the whole declaration: deferment account, permits
    previous: tuple[PreviousDocument, ...] = ()
    consignment_reference: str = ""  # the trader's unique consignment reference
    statements: tuple[Statement, ...] = ()
