"""Amending invoices. An issued invoice is never edited: other invoices take it back, change it, or stand in its place.

Which invoices a reason makes and of which day they are dated is a country's law (in Korea Value-Added Tax Act art. 32 (7),
Enforcement Decree art. 70 (1)) and stands in its pack, `tax/amendments.yaml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from madang.systems.tax.domain.einvoicing import MOST_AMOUNT, OLDEST_DAYS, Part, Wrong, too_large
from madang.systems.tax.domain.invoice import Invoice, InvoiceLine, Trader, VatCategory


class Reason(StrEnum):
    """Why an invoice is amended."""

    ERROR = "error"
    """Something that must stand on it is wrong by mistake (기재사항 착오정정)."""
    WRONG_PARTY = "wrong_party"
    """It is wrong for another reason than a mistake: the wrong buyer (착오 외의 사유)."""
    CHANGE = "change"
    """The taxable value grew or shrank (공급가액 변동)."""
    RETURN = "return"
    """Goods came back (환입)."""
    CANCELLATION = "cancellation"
    """The contract was rescinded (계약의 해제)."""
    LETTER_OF_CREDIT = "letter_of_credit"
    """A local letter of credit or confirmation of purchase came afterwards (내국신용장·구매확인서 사후발급)."""
    DUPLICATE = "duplicate"
    """It was issued twice, or where none was due (착오에 의한 이중발급)."""


class Dated(StrEnum):
    """Of which day the amending invoices are."""

    ORIGINAL = "original"
    EVENT = "event"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What a reason makes. `until` names the term within which it may be used, as `usecases/invoices/law.py` counts it."""

    reason: Reason
    makes: tuple[Part, ...]
    dated: Dated
    until: str = ""
    cite: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the issuer says of the event. `lines`: what came back, what is exported, the difference, or the lines as they should
    have been; `buyer` and `written_on` as they should have been."""

    happened_on: date
    lines: tuple[InvoiceLine, ...] = ()
    buyer: Trader | None = None
    written_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Made:
    """An amending invoice, still without its number."""

    part: Part
    invoice: Invoice


def faults_of_change(
    *, original: Invoice, remaining: Decimal, rule: Rule, change: Change, today: date
) -> tuple[Wrong, ...]:
    """What keeps this change from being made. `remaining` is what earlier amendments left of the original's taxable value."""
    return (
        *_days(original, change, today),
        *_amounts(original, remaining, rule, change),
        *_fit(original, rule, change),
    )


def _days(original: Invoice, change: Change, today: date) -> Iterator[Wrong]:
    written = original.supplied_on or original.issued_on
    if change.happened_on < written:
        yield Wrong(place="happened_on", code="before_original", value=written.isoformat())
    for place, day in (("happened_on", change.happened_on), ("written_on", change.written_on)):
        if day is not None and day > today:
            yield Wrong(place=place, code="future", value=day.isoformat())
    if change.written_on is not None and change.written_on < today - timedelta(days=OLDEST_DAYS):
        yield Wrong(place="written_on", code="too_old", value=change.written_on.isoformat())


def _amounts(original: Invoice, remaining: Decimal, rule: Rule, change: Change) -> Iterator[Wrong]:
    if Part.NEGATIVE in rule.makes and remaining != original.net():
        yield Wrong(place="", code="amended_already")
    if any(too_large(quantity=line.quantity, price=line.price) for line in change.lines):
        yield Wrong(place="lines", code="too_large", value="")
        return
    net = sum((line.net(digits=original.digits) for line in change.lines), Decimal(0))
    if Part.REDUCTION in rule.makes:
        if net <= 0:
            yield Wrong(place="lines", code="not_above_zero", value=str(net))
        elif net > remaining:
            yield Wrong(place="lines", code="more_than_left", value=str(remaining))
    if Part.CORRECTED in rule.makes and change.lines and not 0 < net <= MOST_AMOUNT:
        yield Wrong(place="lines", code="not_above_zero" if net <= 0 else "too_large", value=str(net))
    if Part.DIFFERENCE in rule.makes:
        if net == 0:
            yield Wrong(place="lines", code="no_difference")
        elif remaining + net < 0:
            yield Wrong(place="lines", code="more_than_left", value=str(remaining))


def _fit(original: Invoice, rule: Rule, change: Change) -> Iterator[Wrong]:
    if Part.CORRECTED in rule.makes and not _differs(original, change):
        yield Wrong(place="", code="nothing_corrected")
    if rule.reason is Reason.WRONG_PARTY and change.buyer is None:
        yield Wrong(place="buyer", code="buyer_needed")
    if Part.ZERO_RATED in rule.makes and original.lines[0].category is not VatCategory.STANDARD:
        yield Wrong(place="", code="not_taxed")


def _differs(original: Invoice, change: Change) -> bool:
    corrected = _corrected(original, change)
    return (corrected.buyer, corrected.supplied_on) != (original.buyer, original.supplied_on) or [
        (one.name, one.quantity, one.price, one.rate, one.description) for one in corrected.lines
    ] != [(one.name, one.quantity, one.price, one.rate, one.description) for one in original.lines]


def amended(*, original: Invoice, rule: Rule, change: Change, note: str) -> tuple[Made, ...]:
    """The invoices that the rule makes of a sound change, in its order. `note` says what the law wants beside them."""
    dated = original.supplied_on if rule.dated is Dated.ORIGINAL else change.happened_on
    made = {
        Part.NEGATIVE: lambda: replace(original, lines=negated(lines=original.lines), supplied_on=dated),
        Part.REDUCTION: lambda: replace(original, lines=negated(lines=change.lines), supplied_on=dated),
        Part.DIFFERENCE: lambda: replace(original, lines=change.lines, supplied_on=dated),
        Part.CORRECTED: lambda: _corrected(original, change),
        Part.ZERO_RATED: lambda: replace(original, lines=_zero_rated(change.lines), supplied_on=dated),
    }
    return tuple(Made(part=part, invoice=_linked(original, made[part](), note)) for part in rule.makes)


def _linked(original: Invoice, made: Invoice, note: str) -> Invoice:
    return replace(
        made,
        number="",
        type_code="384" if made.net() >= 0 else "381",
        preceding=original.number,
        preceding_on=original.supplied_on or original.issued_on,
        note=note,
    )


def _corrected(original: Invoice, change: Change) -> Invoice:
    return replace(
        original,
        buyer=change.buyer or original.buyer,
        lines=change.lines or original.lines,
        supplied_on=change.written_on or original.supplied_on,
    )


def negated(*, lines: tuple[InvoiceLine, ...]) -> tuple[InvoiceLine, ...]:
    """The same lines taken back: the quantity turns, the price stays."""
    return tuple(replace(line, quantity=-line.quantity) for line in lines)


def _zero_rated(lines: tuple[InvoiceLine, ...]) -> tuple[InvoiceLine, ...]:
    return tuple(replace(line, category=VatCategory.ZERO_RATED, rate=Decimal(0)) for line in lines)
