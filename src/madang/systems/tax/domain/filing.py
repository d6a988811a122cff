"""Periods of returns, what a return may say, and how a later one stands to the one before it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from madang.systems.tax.domain.facts import names_of
from madang.systems.tax.domain.income import IncomeFacts
from madang.systems.tax.domain.vat import VatFacts
from madang.systems.tax.domain.words import ReturnKind, Tax

# Above this no amount of one taxpayer is believed; far below where a product with a rate would leave 64 bits.
MOST_MINOR = 100_000_000_000_000
MOST_PEOPLE = 99
COUNTS = frozenset(
    {
        *("spouse", "children", "newborns", "newborn_first", "ascendants", "siblings", "aged", "disabled"),
        *("single_parent", "female_head", "married", "young_children", "fifty"),
    }
)
"""Facts of income that count people, not money."""
_CODE = re.compile(r"(20\d\d)(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")
_FACTS = {Tax.INCOME: IncomeFacts, Tax.VAT: VatFacts}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPeriod:
    """A year, half, quarter or month; `until_on` is its last day."""

    code: str
    from_on: date
    until_on: date

    @property
    def year(self) -> int:
        """The calendar year that it lies in."""
        return self.from_on.year

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.until_on.month - self.from_on.month + 1


def read_period(*, code: str) -> TaxPeriod:
    """`2025`, `2026-H1`, `2026-Q1` or `2026-01`. Raises ValueError for anything else."""
    found = _CODE.fullmatch(code)
    if found is None:
        raise ValueError(code)
    year, half, quarter, month = (int(part) if part else 0 for part in found.groups())
    length = 6 if half else 3 if quarter else 1 if month else 12
    first = (half or quarter or month or 1) * length - length + 1
    after = date(year + (first + length > 12), (first + length - 1) % 12 + 1, 1)
    return TaxPeriod(code=code, from_on=date(year, first, 1), until_on=after - timedelta(days=1))


def fact_names(*, tax: Tax) -> tuple[str, ...]:
    """The facts that a return of this tax may tell, in the order of the law. Raises KeyError for a tax without returns here."""
    return names_of(kind=_FACTS[tax])


def wrong_facts(*, tax: Tax, facts: Mapping[str, object]) -> dict[str, str]:
    """By fact what is wrong with it: `unknown`, `not_whole`, `negative` or `absurd`."""
    known = frozenset(fact_names(tax=tax))
    wrong: dict[str, str] = {}
    for name, amount in facts.items():
        if name not in known:
            wrong[name] = "unknown"
        elif not isinstance(amount, int) or isinstance(amount, bool):
            wrong[name] = "not_whole"
        elif amount < 0:
            wrong[name] = "negative"
        elif amount > (MOST_PEOPLE if name in COUNTS else MOST_MINOR):
            wrong[name] = "absurd"
    return wrong


def first_kind(*, filed_on: date, due_on: date) -> ReturnKind:
    """Whether a first return is in time (Framework Act on National Taxes art. 45-3 takes a late one, too)."""
    return ReturnKind.ORIGINAL if filed_on <= due_on else ReturnKind.LATE


def correcting_kind(*, before: int, after: int) -> ReturnKind | None:
    """What a correction from one payable sum to another is: whoever owes more amends (art. 45), whoever owes less claims a
    decision (art. 45-2); None where the sum stays.
    """
    if after == before:
        return None
    return ReturnKind.AMENDED if after > before else ReturnKind.CLAIM
