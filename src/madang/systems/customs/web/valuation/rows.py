"""Tables typed into a field: one row a line, parts separated by semicolons."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.customs.domain.exchange_rates import of_main_units
from madang.systems.customs.domain.value_found import Level
from madang.systems.customs.domain.value_of_others import Comparable
from madang.systems.customs.domain.value_of_resale import Resold
from madang.systems.customs.formats.amounts import major
from madang.systems.customs.usecases.valuation.search_values import Known

MOST = 100
MOST_AMOUNT = Decimal(10**14)


class _Unreadable(ValueError):
    """A part of a row."""


def comparables_in(*, text: str) -> tuple[tuple[Comparable, ...], tuple[str, ...]]:
    """The rows, and a sentence for each that cannot be read."""
    found, faults = [], []
    for line in _lines(text):
        parts = [*(part.strip() for part in line.split(";")), *[""] * 10][:10]
        try:
            found.append(_comparable(parts))
        except (_Unreadable, ValueError, InvalidOperation):
            faults.append(_unread(line))
    return tuple(found), _bounded(found, faults)


def resold_in(*, text: str) -> tuple[tuple[Resold, ...], tuple[str, ...]]:
    """The same for sales in the country."""
    found, faults = [], []
    for line in _lines(text):
        parts = [*(part.strip() for part in line.split(";")), *[""] * 4][:4]
        try:
            found.append(
                Resold(
                    quantity=_number(parts[0], least=Decimal(0)),
                    unit_price=money_of(number=_number(parts[1], least=Decimal(0))),
                    sold_on=date.fromisoformat(parts[2]),
                    related=parts[3].casefold() == "related",
                    assisted=parts[3].casefold() == "assist",
                )
            )
        except (_Unreadable, ValueError, InvalidOperation):
            faults.append(_unread(line))
    return tuple(found), _bounded(found, faults)


def row_of(*, known: Known) -> str:
    """What was found in released declarations, as a row; the day of its declaration stands for that of shipping."""
    named = known.producer.replace(";", ",")
    parts = (
        f"{known.number}/{known.item}",
        major(known.value),
        f"{known.quantity.normalize():f}",
        known.day.isoformat(),
    )
    return "; ".join((*parts, known.origin, named)).rstrip("; ")


def money_of(*, number: Decimal) -> Money:
    """An amount in the money of the country."""
    return of_main_units(number=number, currency=pack().currency)


def _comparable(parts: list[str]) -> Comparable:
    reference, value, quantity, shipped, origin, producer, level, carriage, level_percent, quantity_percent = parts
    return Comparable(
        reference=reference[:60],
        value=money_of(number=_number(value, least=Decimal(0))),
        quantity=_number(quantity, least=Decimal(0)),
        shipped_on=date.fromisoformat(shipped),
        origin=origin.upper()[:2],
        producer=producer[:120],
        level=Level(level.casefold() or Level.WHOLESALE.value),
        transport=money_of(number=_number(carriage, least=Decimal(0))) if carriage else None,
        level_percent=_number(level_percent, least=Decimal(-100)) if level_percent else None,
        quantity_percent=_number(quantity_percent, least=Decimal(-100)) if quantity_percent else None,
    )


def _number(text: str, *, least: Decimal) -> Decimal:
    found = Decimal(text.replace(",", ""))
    if not found.is_finite() or not least <= found < MOST_AMOUNT:
        raise _Unreadable
    return found


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _unread(line: str) -> str:
    return _("“{line}” cannot be read. Separate its parts by semicolons, as below.").format(line=line.strip()[:60])


def _bounded(found: list[Comparable] | list[Resold], faults: list[str]) -> tuple[str, ...]:
    if len(found) > MOST:
        faults.append(_("At most {most} rows.").format(most=MOST))
    return tuple(faults)
