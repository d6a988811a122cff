"""Penalties and interest (Framework Act on National Taxes 국세기본법, arts. 47-2 to 52).

The Act states no rounding: each amount cuts what is below one won.
"""

from collections.abc import Iterator
from datetime import date

from madang.countries.kr.tax.rates import rate, won
from madang.countries.kr.tax.terms import ONE_DAY, after_months, whole_months
from madang.framework.law import fills, pack, parameter, parameter_or_none
from madang.systems.tax.domain.arithmetic import W, excess, greatest, least, share, where
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.penalties import (
    PENALTY_FOR_FILING,
    PENALTY_FOR_PAYMENT,
    REFUND_INTEREST,
    FilingFacts,
    FilingFault,
)
from madang.systems.tax.domain.words import Tax

HUNDRED_THOUSAND = 100_000
DAYS_OF_YEAR = 365
MOST_MONTHS = 60
BY_DAY = "tax.penalties.late_payment_a_day"
BY_MONTH = "tax.penalties.late_payment_a_month"
REFUND = "tax.penalties.refund_a_year"


@fills(PENALTY_FOR_FILING)
def penalty_for_filing(
    *, tax: Tax, facts: FilingFacts[W], fault: FilingFault, due_on: date, filed_on: date | None, foreseen: bool
) -> Assessed[W]:
    """Not filed: 20 percent, by fraud 40 (art. 47-2). Reported too little: 10 and 40 (art. 47-3). Less by art. 48 (2) the
    sooner it was filed."""
    missing = fault is FilingFault.NOT_FILED
    cite = "Framework Act on National Taxes art. 47-2" if missing else "Framework Act on National Taxes art. 47-3"
    plain = rate("tax.penalties.not_filed" if missing else "tax.penalties.under_reported", on=due_on)
    fraud = rate("tax.penalties.fraud", on=due_on)
    honest = excess(of=facts.unreported, over=facts.unreported_by_fraud)
    whole = _larger(facts, honest, plain, fraud, missing, due_on)
    zero = share(of=facts.zero_rated, rate=rate("tax.penalties.zero_rated", on=due_on)) if tax is Tax.VAT else whole * 0
    full = whole + zero
    cut = 0 if foreseen or filed_on is None else _reduction(missing, due_on, filed_on)
    reduced = full - share(of=full, rate=cut)
    steps = (
        Step(code="penalty.base", amount=facts.unreported, cite=cite),
        Step(code="penalty.filing", amount=full, cite=cite),
        Step(code="penalty.reduction", amount=full - reduced, cite="Framework Act on National Taxes art. 48 (2)"),
        Step(code="penalty.reduced", amount=reduced, cite=cite),
    )
    return Assessed(steps=steps, tax=reduced, prepaid=reduced * 0, payable=reduced)


def _larger(facts: FilingFacts[W], honest: W, plain: int, fraud: int, missing: bool, on: date) -> W:
    """The share of the tax or, for those with double-entry books, of the revenue, whichever is more (arts. 47-2 (2) 1, 47-3
    (2) 1)."""
    honestly = share(of=honest, rate=plain)
    if missing:
        honestly = greatest(of=honestly, and_=share(of=facts.revenue, rate=rate("tax.penalties.revenue", on=on)))
    hidden = greatest(
        of=share(of=facts.unreported_by_fraud, rate=fraud),
        and_=share(of=facts.revenue_by_fraud, rate=rate("tax.penalties.revenue_fraud", on=on)),
    )
    return honestly + hidden


def _reduction(missing: bool, due_on: date, filed_on: date) -> int:
    """Ten-thousandths of the penalty that are forgiven for filing within so many months of the due day."""
    rows = parameter("tax.penalties.late_filing_cut" if missing else "tax.penalties.amended_cut", on=filed_on)
    return next((int(row["rate"]) for row in rows if filed_on <= after_months(due_on, row["months"])), 0)


@fills(PENALTY_FOR_PAYMENT)
def penalty_for_payment(
    *,
    unpaid: W,
    withheld: bool,
    due_on: date,
    paid_on: date,
    notified_on: date | None,
    notice_due_on: date | None,
) -> Assessed[W]:
    """A share for each day from the due day on, three percent once where the notice's day passed too, and from then a share for
    each day or, where that day lies after 2026-06-30, for each whole month (arts. 47-4, 47-5)."""
    missed = notice_due_on is not None and paid_on > notice_due_on
    monthly = notice_due_on is not None and parameter_or_none(BY_MONTH, on=notice_due_on) is not None
    before = _for_days(unpaid, due_on, _last_day_before_notice(paid_on, notified_on))
    once = after = unpaid * 0
    if missed and notice_due_on is not None:
        once = share(of=unpaid, rate=rate("tax.penalties.late_payment_once", on=notice_due_on))
        after = _after_notice(unpaid, notice_due_on, paid_on, monthly)
    if withheld and paid_on > due_on:
        once = share(of=unpaid, rate=rate("tax.penalties.withheld_once", on=due_on))
    if withheld:
        first = least(of=once + before, and_=share(of=unpaid, rate=rate("tax.penalties.withheld_first", on=due_on)))
        before = first - once
        most = share(of=unpaid, rate=rate("tax.penalties.withheld_most", on=due_on))
        after = least(of=after, and_=most - first)
    total = before + once + after
    cite = (
        "Framework Act on National Taxes art. 47-5 (1)" if withheld else "Framework Act on National Taxes art. 47-4 (1)"
    )
    steps = (
        Step(code="penalty.unpaid", amount=unpaid, cite=cite),
        Step(code="penalty.days", amount=before, cite=f"{cite}; Decree art. 27-4"),
        Step(code="penalty.once", amount=once, cite=cite),
        Step(code="penalty.after_notice", amount=after, cite=f"{cite}; Decree art. 27-4"),
        Step(code="penalty.payment", amount=total, cite=cite),
    )
    return Assessed(steps=steps, tax=total, prepaid=total * 0, payable=total)


def _last_day_before_notice(paid_on: date, notified_on: date | None) -> date:
    """The days run to the payment, or to the day before the notice. Since 2026-07 neither the day of payment nor that of
    the notice counts."""
    if notified_on is None or paid_on < notified_on:
        return paid_on - ONE_DAY if _reformed(paid_on) else paid_on
    return notified_on - ONE_DAY


def _reformed(day: date) -> bool:
    return parameter_or_none(BY_MONTH, on=day) is not None


def _after_notice(unpaid: W, notice_due_on: date, paid_on: date, monthly: bool) -> W:
    """Nothing below a sum for each notice (art. 47-4 (8)), five years at most (art. 47-4 (7))."""
    last = min(paid_on, after_months(notice_due_on, MOST_MONTHS))
    if monthly:
        months = whole_months(notice_due_on, last - ONE_DAY)
        grown = unpaid * (parameter(BY_MONTH, on=notice_due_on) * months) // HUNDRED_THOUSAND
    else:
        grown = _for_days(unpaid, notice_due_on, last)
    small = unpaid < won("tax.penalties.late_payment_from", on=notice_due_on)
    return where(condition=small, then=unpaid * 0, otherwise=grown)


def _for_days(amount: W, after: date, until: date) -> W:
    """The share for each day after `after` up to `until`, each day at the rate then in force; one won is cut off once."""
    return amount * sum(days * int(per_day) for days, per_day in _stretches(BY_DAY, after, until)) // HUNDRED_THOUSAND


def _stretches(key: str, after: date, until: date) -> Iterator[tuple[int, int]]:
    """The days after `after` up to `until` with the value in force, each stretch of one value once."""
    changes = [dated.since for dated in pack().parameters[key].values if after + ONE_DAY < dated.since <= until]
    starts = [after + ONE_DAY, *changes]
    for start, end in zip(starts, [*(change - ONE_DAY for change in changes), until], strict=True):
        if start <= end:
            yield (end - start).days + 1, parameter(key, on=start)


@fills(REFUND_INTEREST)
def refund_interest(*, refund: W, starts_on: date, paid_on: date) -> Assessed[W]:
    """The deposit rate of the ministry's rule for each day (art. 52, Decree art. 43-3 (2), Rule art. 19-3): thousandths a
    year of 365 days."""
    total = refund * 0
    for days, per_thousand in _stretches(REFUND, starts_on - ONE_DAY, paid_on):
        total = total + refund * (days * per_thousand)
    interest = total // (1000 * DAYS_OF_YEAR)
    cite = "Framework Act on National Taxes art. 52; Enforcement Rule art. 19-3"
    steps = (
        Step(code="refund.principal", amount=refund, cite="Framework Act on National Taxes art. 51"),
        Step(code="refund.interest", amount=interest, cite=cite),
    )
    return Assessed(steps=steps, tax=interest, prepaid=interest * 0, payable=interest)
