"""An invoice as this system keeps and writes it; its sums are derived, never typed. Terms in brackets: EN 16931-1."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

HUNDRED = Decimal(100)


class VatCategory(StrEnum):
    """UNTDID 5305, as EN 16931 uses it (BT-118, BT-151)."""

    STANDARD = "S"
    ZERO_RATED = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


@dataclass(frozen=True, kw_only=True)
class Trader:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str
    vat_number: str = ""
    """With its country's prefix (BT-31, BT-48)."""
    legal_number: str = ""
    legal_scheme: str = ""
    """ISO 6523 code of the register that gave the legal number (BT-30-1)."""
    endpoint: str = ""
    endpoint_scheme: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    country: str
    """ISO 3166-1 alpha-2."""
    contact: str = ""
    phone: str = ""
    mail: str = ""
    representative: str = ""
    business_type: str = ""
    """In Korea 업태."""
    business_item: str = ""
    """In Korea 종목."""


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """BG-25. `price` is for one unit, without tax; `supplied_on` is the line's own day of supply, where it has one."""

    number: str
    name: str
    quantity: Decimal
    unit: str
    """UN/ECE Recommendation 20."""
    price: Decimal
    category: VatCategory = VatCategory.STANDARD
    rate: Decimal
    """In percent (BT-152)."""
    description: str = ""
    supplied_on: date | None = None

    def net(self, *, digits: int) -> Decimal:
        """BT-131: quantity times price, rounded half up to the currency's digits."""
        return rounded(self.quantity * self.price, digits=digits)


@dataclass(frozen=True, kw_only=True)
class VatShare:
    """BG-23: what is taxed at one category and rate."""

    category: VatCategory
    rate: Decimal
    taxable: Decimal
    tax: Decimal
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """BG-0. A correction names the invoice before it (BG-3). `digits` are the currency's."""

    number: str
    issued_on: date
    type_code: str = "380"
    """UNTDID 1001: 380 invoice, 381 credit note, 384 corrected invoice."""
    currency: str
    digits: int
    seller: Trader
    buyer: Trader
    lines: tuple[InvoiceLine, ...]
    supplied_on: date | None = None
    due_on: date | None = None
    buyer_reference: str = ""
    order: str = ""
    note: str = ""
    preceding: str = ""
    preceding_on: date | None = None
    payment_means: str = "30"
    """UNTDID 4461: 30 credit transfer, 10 cash, 48 card."""
    iban: str = ""
    terms: str = ""
    exemption: str = ""
    """Why nothing is charged, where a category charges nothing (BT-120)."""

    def shares(self) -> tuple[VatShare, ...]:
        """BG-23, by category and rate; the tax of each share is rounded half up once (BR-CO-17)."""
        taxable: dict[tuple[VatCategory, Decimal], Decimal] = defaultdict(Decimal)
        for line in self.lines:
            taxable[line.category, line.rate] += line.net(digits=self.digits)
        return tuple(
            VatShare(
                category=category,
                rate=rate,
                taxable=amount,
                tax=rounded(amount * rate / HUNDRED, digits=self.digits),
                reason="" if category is VatCategory.STANDARD else self.exemption,
            )
            for (category, rate), amount in sorted(taxable.items())
        )

    def net(self) -> Decimal:
        """BT-109: the sum of the lines."""
        return sum((line.net(digits=self.digits) for line in self.lines), Decimal(0))

    def tax(self) -> Decimal:
        """BT-110."""
        return sum((share.tax for share in self.shares()), Decimal(0))

    def gross(self) -> Decimal:
        """BT-112, which is also what is to be paid (BT-115)."""
        return self.net() + self.tax()


def rounded(amount: Decimal, *, digits: int) -> Decimal:
    """Half up, to so many digits after the point."""
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
