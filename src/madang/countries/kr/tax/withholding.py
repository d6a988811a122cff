"""What an employer withholds each month: the simplified table (근로소득 간이세액표), by a formula fitted to published cells.

Enforcement Decree of the Income Tax Act, annex 2, whose text was not at hand. A row's amount is that of the middle of its
wages, taken as a year's; the employment credit is that of 2014 with its three ceilings, and a sum by the size of the family
stands for insurance, medical and other costs. The year is settled by `assess_income` on all wages, less what was withheld
(Income Tax Act art. 137).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from madang.countries.kr.tax.of_year import Law, constant, flag, stepped
from madang.framework.law import parameter
from madang.systems.tax.domain.arithmetic import (
    TEN_THOUSAND,
    W,
    cut,
    excess,
    greatest,
    least,
    progressive,
    share,
    where,
)

THOUSAND, MONTHS = 1000, 12
LARGEST_FAMILY = 11


def withheld_monthly(*, wages: W, family: W, children: W, paid_on: date, percent: int = 100) -> W:
    """The income tax to withhold from a month's taxed wages (Income Tax Act art. 134 (1); Decree arts. 189, 194, annex 2).

    `family` counts the employee and all who are deducted, `children` those of them for whom the table gives a credit. The
    employee may choose 80, 100 or 120 percent. Raises ParameterNotYetInForce before the first table of the pack.
    """
    law = Law(parameter("tax.withholding.table", on=paid_on))
    top = law["top"]
    in_table = _for_family(wages=_middle(wages=wages, rows=law.rows("rows"), top=top), family=family, law=law)
    at_top = _for_family(wages=constant(like=wages, value=top), family=family, law=law)
    tax = where(condition=wages > top, then=at_top + _beyond(wages=wages, rows=law.rows("beyond")), otherwise=in_table)
    after = excess(of=tax, over=_for_children(children=children, law=law))
    chosen = cut(amount=share(of=after, rate=percent, per=100), unit=10)
    # Less than a thousand won is not withheld (art. 86 no. 1).
    return chosen * flag(condition=chosen >= law["least"], like=chosen)


def _middle(*, wages: W, rows: Sequence[Mapping[str, Any]], top: int) -> W:
    """The middle of the row in which the wages stand; below the first row nothing, from the last on its own figure."""
    middle = wages * 0
    for row in rows:
        start, step = int(row["above"]), int(row["step"])
        here = excess(of=wages, over=start) // step * step + start + step // 2
        middle = where(condition=wages >= start, then=here, otherwise=middle)
    return where(condition=wages >= top, then=constant(like=wages, value=top), otherwise=middle)


def _for_family(*, wages: W, family: W, law: Law) -> W:
    """By the size of the family; each beyond the eleventh brings what the eleventh brought."""
    counted = least(of=greatest(of=family, and_=1), and_=LARGEST_FAMILY)
    tax = _of_a_month(wages=wages, family=counted, law=law)
    eleven = _of_a_month(wages=wages, family=constant(like=wages, value=LARGEST_FAMILY), law=law)
    ten = _of_a_month(wages=wages, family=constant(like=wages, value=LARGEST_FAMILY - 1), law=law)
    more = excess(of=family, over=LARGEST_FAMILY)
    return excess(of=tax, over=(ten - eleven) * more)


def _of_a_month(*, wages: W, family: W, law: Law) -> W:
    """A twelfth of a year's tax on such wages, below ten won cut; what lies below the smallest amount withheld is nothing."""
    year = wages * MONTHS
    deduction = least(of=progressive(base=year, brackets=law.brackets("employment")), and_=law["employment_ceiling"])
    pension = least(of=greatest(of=wages, and_=law["pension_from"]), and_=law["pension_to"])
    pension = share(of=pension * MONTHS, rate=law["pension_rate"])
    deductions = family * law["basic"] + pension + _special(year=year, family=family, law=law)
    tax = progressive(base=excess(of=year - deduction, over=deductions), brackets=law.brackets("schedule"))
    credit = progressive(base=tax, brackets=law.brackets("credit"))
    determined = tax - least(of=credit, and_=stepped(base=year, rows=law.rows("credit_ceilings")))
    month = cut(amount=determined // MONTHS, unit=10)
    return month * flag(condition=month >= law["least"], like=month)


def _special(*, year: W, family: W, law: Law) -> W:
    """The sum that stands for special deductions and credits, by the family and by the section of wages."""
    total = year * 0
    for row in law.rows("special"):
        rate = stepped(base=year, rows=row["rates"])
        less = share(of=excess(of=year, over=int(row["less_above"])), rate=int(row["less_rate"]))
        within = flag(condition=year <= int(row["less_until"]), like=year)
        more = share(of=excess(of=year, over=int(row["more_above"])), rate=int(row["more_rate"]))
        amount = int(row["fixed"]) + year * rate // TEN_THOUSAND - less * within + more
        large = flag(condition=family >= int(row["family"]), like=year)
        total = amount * large + total * (1 - large)
    return total


def _beyond(*, wages: W, rows: Sequence[Mapping[str, Any]]) -> W:
    """What is added to the amount of the last row, by sections of wages beyond it."""
    added = wages * 0
    for row in rows:
        above = int(row["above"])
        part = share(of=excess(of=wages, over=above), rate=int(row["share"]))
        here = int(row["fixed"]) + share(of=part, rate=int(row["rate"]))
        added = where(condition=wages > above, then=here, otherwise=added)
    return added


def _for_children(*, children: W, law: Law) -> W:
    """What the table takes off for children."""
    fixed = law.amounts("children")
    total = children * 0
    for count, amount in enumerate(fixed[:-1], start=1):
        total = where(condition=children >= count, then=constant(like=children, value=amount), otherwise=total)
    return total + excess(of=children, over=len(fixed) - 1) * fixed[-1]
