"""When an invoice is late, and at which rate the law charges for it. Days are given; the calendar is the country's."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The last days for one supply or one invoice: the ordinary one, and the one after which it counts as never done."""

    due_on: date
    final_on: date


@dataclass(frozen=True, kw_only=True)
class LateRates:
    """In ten-thousandths of the taxable value."""

    late: int
    never: int


def rate_when(*, done_on: date, terms: Terms, rates: LateRates) -> int:
    """Nothing within the term, the lower rate after it, the higher one after the final day (in Korea Value-Added Tax Act
    art. 60 (2) nos. 1-4)."""
    if done_on <= terms.due_on:
        return 0
    return rates.late if done_on <= max(terms.final_on, terms.due_on) else rates.never


def period_of(*, day: date, months: int) -> tuple[date, date]:
    """The first day of the taxable period of so many months that `day` lies in, and the first day after it (in Korea half a
    year: Value-Added Tax Act art. 5 (1))."""
    first = (day.month - 1) // months * months
    begins = date(day.year, first + 1, 1)
    after = first + months
    return begins, date(day.year + after // 12, after % 12 + 1, 1)
