"""A declaration of the demonstration: drinks of France under the agreement, jeans, handbags; free on board, in euros."""

from datetime import date
from decimal import Decimal

from madang.framework.values import Money
from madang.systems.customs.domain.declaration import (
    Charge,
    Declaration,
    Document,
    Incoterm,
    Item,
    Packages,
    Quantity,
    Trader,
)
from madang.systems.customs.domain.words import Adjustment, Direction, ValuationMethod

IMPORTER = "1248100998"


def sample_declaration(*, on: date) -> Declaration:
    """An import declaration, lodged on that day."""
    return Declaration(
        direction=Direction.IMPORT,
        reference=f"MADANG-SAMPLE-{on:%Y%m%d}",
        type="IMA",
        office="KCS-020",
        lodged_on=on,
        declarant=Trader(number=IMPORTER),
        importer=Trader(number=IMPORTER),
        exporter=Trader(name="Maison Exemple", street="1 rue du Port", city="Le Havre", postcode="76600", country="FR"),
        export_country="FR",
        destination_country="KR",
        incoterm=Incoterm(code="FOB", place="FRLEH"),
        charges=(
            Charge(kind=Adjustment.FREIGHT, amount=Money(1_200_00, "EUR")),
            Charge(kind=Adjustment.INSURANCE, amount=Money(150_00, "EUR")),
        ),
        items=(
            _goods(
                1, "2204211000", "Red wine, bottles of 0.75 l", "FR", 18_000_00, Decimal("1800"), "LTR", agreed=True
            ),
            _goods(2, "6203421000", "Men's jeans", "CN", 9_600_00, Decimal("400"), "H87"),
            _goods(3, "4202221090", "Handbags of textile material", "FR", 30_000_00, Decimal("10"), "H87", agreed=True),
        ),
        total_items=3,
        total_packages=30,
    )


def _goods(
    sequence: int, code: str, name: str, origin: str, price: int, count: Decimal, unit: str, *, agreed: bool = False
) -> Item:
    return Item(
        sequence=sequence,
        commodity=code,
        description=name,
        origin="" if agreed else origin,
        preferential_origin=origin if agreed else "",
        preference="300" if agreed else "",
        proofs=(Document(type="N862", number=f"FR-2026-{sequence:03}"),) if agreed else (),
        procedure="40",
        previous_procedure="00",
        packages=(Packages(count=10, kind="CT", marks="MADANG"),),
        gross_mass=Decimal(2100),
        net_mass=Decimal(1900),
        quantities=(Quantity(value=count, unit=unit),),
        price=Money(price, "EUR"),
        valuation=ValuationMethod.TRANSACTION,
    )
