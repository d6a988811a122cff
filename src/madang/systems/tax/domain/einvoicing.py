"""An electronic tax invoice before it is issued: what the issuer says, what is wrong with it, and the invoice that it makes.

The tax of an invoice is its taxable value times the rate (in Korea Value-Added Tax Act arts. 29, 30, 32). How a fraction of
a won is rounded the law leaves open; it is rounded half up once for the whole invoice, as in `domain/invoice.py`, so that
the same invoice has the same sums in every format.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader, VatCategory

MOST_LINES = 99
MOST_AMOUNT = 900_000_000_000_000
"""In smallest units: so far an amount times a rate in ten-thousandths fits into 64 bits (`domain/arithmetic.py`)."""
MOST_DECIMALS = 2
OLDEST_DAYS = 5 * 366
LONGEST_NAME, LONGEST_NOTE = 100, 150
SHORTEST_PASSPORT, LONGEST_PASSPORT = 5, 20
CATEGORIES = (VatCategory.STANDARD, VatCategory.ZERO_RATED, VatCategory.EXEMPT)


class Part(StrEnum):
    """What an amending invoice does to the one before it."""

    NEGATIVE = "negative"
    """Takes back all of it."""
    REDUCTION = "reduction"
    """Takes back some of it."""
    DIFFERENCE = "difference"
    """Adds to it or takes from it."""
    CORRECTED = "corrected"
    """Stands in its place."""
    ZERO_RATED = "zero_rated"
    """Stands in the place of what was reduced, at the zero rate."""


class BuyerKind(StrEnum):
    """How the buyer is named (Value-Added Tax Act of Korea art. 32 (1) 2). Who wants no number gets a receipt instead."""

    BUSINESS = "business"
    """By the registration number."""
    PERSON = "person"
    """A consumer or a trader who is not registered: by the resident number."""
    FOREIGNER = "foreigner"
    """Without a resident number: by the passport or the number of the alien registration."""


STANDING = frozenset({Part.CORRECTED.value, Part.ZERO_RATED.value})
"""Parts that are supplies of their own and may themselves be amended."""


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    """One line as the issuer says it. `price` is for one unit, without tax."""

    name: str
    quantity: Decimal = Decimal(1)
    price: Decimal
    description: str = ""
    supplied_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an issuer says. `net` and `tax` are its own sums, where it says them: they must be the ones derived here."""

    written_on: date
    buyer: str
    """The buyer's number of its kind, bare."""
    buyer_kind: BuyerKind = BuyerKind.BUSINESS
    buyer_name: str = ""
    """Of a foreigner, whom no register names."""
    category: VatCategory = VatCategory.STANDARD
    lines: tuple[DraftLine, ...]
    note: str = ""
    settled: bool = False
    """Already paid (in Korea 영수), or billed (청구)."""
    net: int | None = None
    tax: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One fault: where, its permanent code, and what a sentence about it needs."""

    place: str
    code: str
    value: str = ""


def faults_of(*, draft: Draft, seller: str, rate: Decimal, digits: int, today: date) -> tuple[Wrong, ...]:
    """Everything that is wrong with a draft, so that the issuer corrects all of it at once."""
    found = [*_head(draft, seller, today), *_lines(draft)]
    if not found:
        found.extend(_sums(draft, rate, digits))
    return tuple(found)


def _head(draft: Draft, seller: str, today: date) -> Iterator[Wrong]:
    if draft.written_on > today:
        yield Wrong(place="written_on", code="future", value=draft.written_on.isoformat())
    if draft.written_on < today - timedelta(days=OLDEST_DAYS):
        yield Wrong(place="written_on", code="too_old", value=draft.written_on.isoformat())
    if draft.buyer_kind is BuyerKind.FOREIGNER:
        yield from _foreigner(draft)
    if draft.buyer == seller:
        yield Wrong(place="buyer", code="own_number", value=draft.buyer)
    if draft.category not in CATEGORIES:
        yield Wrong(place="category", code="category", value=draft.category.value)
    if len(draft.note) > LONGEST_NOTE or not _printable(draft.note):
        yield Wrong(place="note", code="text", value=str(LONGEST_NOTE))


def _foreigner(draft: Draft) -> Iterator[Wrong]:
    if not draft.buyer_name.strip() or len(draft.buyer_name) > LONGEST_NAME or not _printable(draft.buyer_name):
        yield Wrong(place="buyer_name", code="text", value=str(LONGEST_NAME))
    if not SHORTEST_PASSPORT <= len(draft.buyer) <= LONGEST_PASSPORT or not draft.buyer.isascii():
        yield Wrong(place="buyer", code="no_passport", value=draft.buyer[:4])


def _lines(draft: Draft) -> Iterator[Wrong]:
    if not draft.lines:
        yield Wrong(place="lines", code="no_lines")
    if len(draft.lines) > MOST_LINES:
        yield Wrong(place="lines", code="too_many_lines", value=str(MOST_LINES))
    for number, line in enumerate(draft.lines[:MOST_LINES], 1):
        place = f"lines.{number}"
        if not line.name.strip() or len(line.name) > LONGEST_NAME or not _printable(line.name):
            yield Wrong(place=f"{place}.name", code="text", value=str(LONGEST_NAME))
        if len(line.description) > LONGEST_NAME or not _printable(line.description):
            yield Wrong(place=f"{place}.description", code="text", value=str(LONGEST_NAME))
        for name, amount in (("quantity", line.quantity), ("price", line.price)):
            code = amount_fault(amount=amount)
            if code:
                yield Wrong(place=f"{place}.{name}", code=code, value=str(amount)[:40])
        if line.quantity.is_finite() and line.price.is_finite() and too_large(quantity=line.quantity, price=line.price):
            yield Wrong(place=f"{place}.price", code="too_large", value=str(line.quantity * line.price)[:40])


def amount_fault(*, amount: Decimal) -> str:
    """The code of what is wrong with a quantity or price: nothing, less than nothing, absurd; empty where it is sound."""
    if not amount.is_finite():
        return "no_number"
    if amount <= 0:
        return "not_above_zero"
    if amount > MOST_AMOUNT:
        return "too_large"
    exponent = amount.normalize().as_tuple().exponent
    return "decimals" if isinstance(exponent, int) and -exponent > MOST_DECIMALS else ""


def too_large(*, quantity: Decimal, price: Decimal) -> bool:
    """Whether a line alone is for more than an invoice can be."""
    return abs(quantity * price) > MOST_AMOUNT


def _sums(draft: Draft, rate: Decimal, digits: int) -> Iterator[Wrong]:
    made = invoice_of(draft=draft, seller=Trader(name="", country=""), buyer=Trader(name="", country=""), rate=rate,
                      currency="", digits=digits)  # fmt: skip
    net, tax = minor(amount=made.net(), digits=digits), minor(amount=made.tax(), digits=digits)
    if net > MOST_AMOUNT:
        yield Wrong(place="net", code="too_large", value=str(net))
    if net == 0:
        yield Wrong(place="net", code="not_above_zero", value="0")
    if draft.net is not None and draft.net != net:
        yield Wrong(place="net", code="wrong_net", value=str(net))
    if draft.tax is not None and draft.tax != tax:
        yield Wrong(place="tax", code="wrong_tax", value=str(tax))


def _printable(text: str) -> bool:
    return all(sign.isprintable() for sign in text)


def minor(*, amount: Decimal, digits: int) -> int:
    """An amount in smallest units."""
    return int(amount.scaleb(digits))


def invoice_of(
    *,
    draft: Draft,
    seller: Trader,
    buyer: Trader,
    rate: Decimal,
    currency: str,
    digits: int,
    issued_on: date | None = None,
) -> Invoice:
    """The invoice that a sound draft makes, still without its number. `rate` is the standard rate in percent."""
    percent = rate if draft.category is VatCategory.STANDARD else Decimal(0)
    return Invoice(
        number="",
        issued_on=issued_on or draft.written_on,
        currency=currency,
        digits=digits,
        seller=seller,
        buyer=buyer,
        lines=tuple(
            InvoiceLine(
                number=str(place),
                name=line.name.strip(),
                quantity=line.quantity,
                unit="C62",
                price=line.price,
                category=draft.category,
                rate=percent,
                description=line.description.strip(),
                supplied_on=line.supplied_on,
            )
            for place, line in enumerate(draft.lines, 1)
        ),
        supplied_on=draft.written_on,
        note=draft.note.strip(),
    )


def category_of(*, invoice: Invoice) -> VatCategory:
    """The category that all its lines have."""
    return invoice.lines[0].category


def line_taxes(*, invoice: Invoice) -> tuple[Decimal, ...]:
    """The tax of each line, so that they add up to the tax of the invoice: what a line's own rounding would lose or win is
    carried to the next."""
    taxes: list[Decimal] = []
    for end in range(1, len(invoice.lines) + 1):
        so_far = replace(invoice, lines=invoice.lines[:end]).tax()
        taxes.append(so_far - sum(taxes, Decimal(0)))
    return tuple(taxes)


def in_duty_year(*, on: date, month: int) -> int:
    """The year whose duty to issue electronically counts on that day: it begins with the month."""
    return on.year if on.month >= month else on.year - 1


def must_issue(*, corporation: bool, supplied: int, threshold: int) -> bool:
    """Corporations must, and a sole trader who supplied for the threshold in the calendar year before the duty's year."""
    return corporation or supplied >= threshold
