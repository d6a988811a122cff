"""The calculated tax, with the comparison that interest and dividends bring (Income Tax Act arts. 55, 56, 62)."""

from dataclasses import dataclass
from typing import Generic

from madang.countries.kr.tax.incomes import Incomes
from madang.countries.kr.tax.of_year import brackets, of_year, rows_of_year
from madang.systems.tax.domain.arithmetic import W, excess, greatest, least, progressive, share, where


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculated(Generic[W]):
    """`at_source_rate` is the part of the tax at the flat rate of withholding, `dividend_credit` what is given back."""

    base: W
    tax: W
    at_source_rate: W
    dividend_credit: W


def calculated_tax(*, income: Incomes[W], deductions: W, year: int) -> Calculated[W]:
    """The larger of two sums where interest and dividends pass the threshold (art. 62), else the schedule (art. 55 (1))."""
    law = of_year(name="kinds.financial", year=year)
    schedule = brackets(rows=rows_of_year(name="income.brackets", year=year))
    beyond = excess(of=income.financial, over=law["threshold"])
    at_threshold = share(of=income.financial - beyond, rate=law["source_rate"])
    general_base = excess(of=beyond + income.gross_up + income.rest(), over=deductions)
    general = progressive(base=general_base, brackets=schedule) + at_threshold
    at_source = share(of=income.financial, rate=law["source_rate"])
    apart = at_source + progressive(base=excess(of=income.rest(), over=deductions), brackets=schedule)
    tax = greatest(of=general, and_=apart)
    return Calculated(
        base=excess(of=income.total(), over=deductions),
        tax=tax,
        at_source_rate=where(condition=general >= apart, then=at_threshold, otherwise=at_source),
        # No more than what the general sum brings above the other one (Decree art. 116-2).
        dividend_credit=least(of=income.gross_up, and_=excess(of=tax, over=apart)),
    )
