"""A declaration of invented traders that says much of what both formats can carry."""

from datetime import date
from decimal import Decimal
from typing import Any

from madang.framework.values import Money
from madang.systems.customs.domain import declaration as d
from madang.systems.customs.domain.words import Adjustment, Direction, TransportMode, ValuationMethod


def example_declaration() -> d.Declaration:
    """Green tea and electric shavers from two countries in one container, one item under a preference."""
    seller = d.Trader(
        name="Yokohama Fine Goods Co.", street="1-2-3 Honcho", city="Yokohama", postcode="231-0005", country="JP"
    )
    return d.Declaration(
        direction=Direction.IMPORT,
        type="IMA",
        reference="MADANG-2026-000001",
        office="030",
        lodged_on=date(2026, 11, 20),
        declarant=d.Trader(number="1208800767"),
        agent=d.Trader(number="2148600018", name="민수관세사무소", country="KR"),
        agent_status="2",
        importer=d.Trader(number="1208800767", name="도현상회", country="KR"),
        exporter=seller,
        export_country="JP",
        destination_country="KR",
        incoterm=d.Incoterm(code="FOB", place="JPYOK"),
        transaction_nature="11",
        invoice_number="YFG-2026-771",
        invoice_total=Money(1_480_000, "JPY"),
        charges=(
            d.Charge(kind=Adjustment.FREIGHT, amount=Money(52_000, "JPY")),
            d.Charge(kind=Adjustment.INSURANCE, amount=Money(4_800, "JPY")),
        ),
        total_items=2,
        total_packages=60,
        total_gross_mass=Decimal("742.5"),
        documents=(d.Document(type="1DAN", number="1108654"),),
        previous=(d.PreviousDocument(type="355", number="26KRMADANG0001", category="Z", line=1),),
        consignment_reference="6KR1208800767-771",
        items=(_tea(), _shavers()),
        **_carriage(),
    )


def _carriage() -> dict[str, Any]:
    """A ship under the flag of Panama with one sealed container."""
    return {
        "border": d.Means(identifier="9321483", identifier_type="10", mode=TransportMode.SEA, nationality="PA"),
        "arrival": d.Means(identifier="9321483", identifier_type="10"),
        "location": d.Location(code="KRPUS01", type="A", qualifier="U", country="KR"),
        "bill": "MDNGHB0001",
        "master_bill": "MDNGMB0001",
        "containerised": True,
        "containers": (d.Container(number="CSQU3054383", seals=("KR000123",)),),
    }


def _tea() -> d.Item:
    return d.Item(
        sequence=1,
        commodity="0902100000",
        description="Green tea, not fermented, in immediate packings of 3 kg or less: 'sencha' + 'gyokuro'",
        origin="JP",
        preferential_origin="JP",
        preference="RCEP",
        proofs=(d.Document(type="N861", number="RCEP-JP-26-0004711"),),
        procedure="40",
        previous_procedure="00",
        packages=(d.Packages(count=40, kind="CT", marks="YFG 771 / 1-40"),),
        containers=("CSQU3054383",),
        gross_mass=Decimal("420.5"),
        net_mass=Decimal(380),
        quantities=(d.Quantity(value=Decimal(380), unit="KGM"),),
        price=Money(980_000, "JPY"),
        valuation=ValuationMethod.TRANSACTION,
        documents=(d.Document(type="N935", number="YFG-2026-771", exemption="AC"),),
    )


def _shavers() -> d.Item:
    return d.Item(
        sequence=2,
        commodity="8510100000",
        description="Electric shavers",
        origin="CN",
        procedure="40",
        previous_procedure="00",
        additional_procedures=("000",),
        packages=(d.Packages(count=20, kind="CT", marks="YFG 771 / 41-60"),),
        containers=("CSQU3054383",),
        gross_mass=Decimal(322),
        net_mass=Decimal("300.25"),
        quantities=(d.Quantity(value=Decimal(500), unit="H87"),),
        price=Money(500_000, "JPY"),
        valuation=ValuationMethod.TRANSACTION,
        documents=(d.Document(type="N935", number="YFG-2026-771", exemption="AC"),),
        statements=(d.Statement(code="00500", text="IMPORTER"),),
    )
