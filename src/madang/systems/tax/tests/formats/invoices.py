"""Invoices of our own making: sound ones of every category."""

from datetime import date
from decimal import Decimal

from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader, VatCategory

SELLER = Trader(
    name="도현상회",
    vat_number="KR1234567890",
    legal_number="1234567890",
    endpoint="KR1234567890",
    endpoint_scheme="0225",
    street="세종대로 110",
    city="서울",
    postcode="04524",
    country="KR",
    contact="김도현",
    phone="02-731-2120",
    mail="dohyun@example.kr",
)
BUYER = Trader(
    name="Papeterie & Fils",
    vat_number="FR12345678901",
    legal_number="552100554",
    legal_scheme="0002",
    endpoint="552100554",
    endpoint_scheme="0009",
    street="1 rue de la Paix",
    city="Paris",
    postcode="75002",
    country="FR",
)


def _lines(category: VatCategory, rate: Decimal) -> tuple[InvoiceLine, ...]:
    return (
        InvoiceLine(
            number="1",
            name="Paper",
            quantity=Decimal(3),
            unit="H87",
            price=Decimal("9.99"),
            category=category,
            rate=rate,
        ),
        InvoiceLine(
            number="2",
            name="Ink",
            quantity=Decimal("1.5"),
            unit="KGM",
            price=Decimal("10.005"),
            category=category,
            rate=rate,
            description="Black, in tins",
            supplied_on=date(2026, 10, 2),
        ),
    )


def sound(*, category: VatCategory = VatCategory.STANDARD, type_code: str = "380") -> Invoice:
    """An invoice in euros of two lines, all terms of ours filled."""
    rate = Decimal(10) if category is VatCategory.STANDARD else Decimal(0)
    return Invoice(
        number="2026-11-0001",
        issued_on=date(2026, 11, 1),
        type_code=type_code,
        currency="EUR",
        digits=2,
        seller=SELLER,
        buyer=BUYER,
        lines=_lines(category, rate),
        supplied_on=date(2026, 10, 30),
        due_on=date(2026, 12, 1),
        buyer_reference="Purchasing, desk 4",
        order="PO-77",
        note="Delivered at the back door",
        preceding="2026-10-0009",
        preceding_on=date(2026, 10, 1),
        iban="FR7630006000011234567890189",
        terms="Within 30 days",
        exemption="" if category in (VatCategory.STANDARD, VatCategory.ZERO_RATED) else "Why nothing is charged",
    )
