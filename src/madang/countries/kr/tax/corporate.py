"""Corporate tax on the income of each business year (Corporate Tax Act 법인세법, chapter 2).

Not reckoned: the surtax on sales of land and houses (art. 55-2), the tax on earnings not fed back (Restriction of Special
Taxation Act art. 100-32), the minimum tax of enterprises that have just ceased to be small (7 percent rises to 8 and 9 over
five years)."""

from datetime import date
from functools import partial

from madang.countries.kr.tax.rates import brackets, rate
from madang.framework.law import fills
from madang.systems.tax.domain.arithmetic import Bracket, W, excess, greatest, least, progressive, share, where
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.corporate import ASSESS_CORPORATE, CorporateFacts

YEAR = 12


@fills(ASSESS_CORPORATE)
def assess_corporate(*, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]:
    """Income less losses (art. 13), at the rates of the year (art. 55), not below the minimum (Restriction of Special
    Taxation Act art. 132), less credits and what was paid before (art. 64)."""
    used = _losses(facts, period_from)
    base = excess(of=facts.income, over=used + facts.exempt_income + facts.deductions)
    reckon = partial(_tax, facts, on=period_from, months=months_of(period_from=period_from, period_until=period_until))
    computed = reckon(base)
    least_tax = least(of=_minimum(facts, base + facts.reliefs, period_from), and_=reckon(base + facts.reliefs))
    limited = greatest(of=computed - facts.credits_limited, and_=least_tax)
    tax = excess(of=limited, over=facts.credits)
    prepaid = facts.withheld + facts.prepaid
    steps = (
        Step(code="corporate.losses", amount=used, cite="Corporate Tax Act art. 13 (1)"),
        Step(code="corporate.base", amount=base, cite="Corporate Tax Act art. 13"),
        Step(code="corporate.computed", amount=computed, cite="Corporate Tax Act art. 55"),
        Step(code="corporate.minimum", amount=least_tax, cite="Restriction of Special Taxation Act art. 132 (1)"),
        Step(code="corporate.limited", amount=limited, cite="Restriction of Special Taxation Act art. 132 (1)"),
        Step(code="corporate.tax", amount=tax, cite="Corporate Tax Act art. 59"),
    )
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)


def months_of(*, period_from: date, period_until: date) -> int:
    """The months of a business year by the calendar; what is less than a month counts as one (art. 55 (2))."""
    months = (period_until.year - period_from.year) * YEAR + period_until.month - period_from.month
    return months + (period_until.day >= period_from.day)


def _losses(facts: CorporateFacts[W], on: date) -> W:
    whole = facts.small + facts.loss_ceiling_free > 0
    ceiling = share(of=facts.income, rate=rate("tax.corporate.loss_ceiling", on=on))
    return least(of=facts.losses_carried, and_=where(condition=whole, then=facts.income, otherwise=ceiling))


def _tax(facts: CorporateFacts[W], base: W, *, on: date, months: int) -> W:
    """Art. 55 (1) and (2): a short year is taxed as its twelfths of the tax on a whole one."""
    general = brackets("tax.corporate.brackets", on=on)
    closely = brackets("tax.corporate.brackets_closely_held", on=on) or general
    plain = _short(base, general, months)
    return where(condition=facts.closely_held > 0, then=_short(base, closely, months), otherwise=plain)


def _short(base: W, rows: tuple[Bracket, ...], months: int) -> W:
    if months == YEAR:
        return progressive(base=base, brackets=rows)
    return progressive(base=base * YEAR // months, brackets=rows) * months // YEAR


def _minimum(facts: CorporateFacts[W], base: W, on: date) -> W:
    small = share(of=base, rate=rate("tax.corporate.minimum_small", on=on))
    others = progressive(base=base, brackets=brackets("tax.corporate.minimum", on=on))
    return where(condition=facts.small > 0, then=small, otherwise=others)
