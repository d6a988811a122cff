"""What comes on top of a tax that was filed or paid late, and what the state adds when it pays back late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, cast

from madang.framework.law import Slot, slot
from madang.systems.tax.domain.arithmetic import W
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.facts import filled
from madang.systems.tax.domain.words import Tax


class FilingFault(StrEnum):
    """What was wrong with the filing on the due day."""

    NOT_FILED = "not_filed"
    UNDER_REPORTED = "under_reported"
    """Filed in time, with too little tax or too large a refund."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingFacts(Generic[W]):
    """What a penalty for filing is measured by. Whole minor units, none negative."""

    unreported: W
    """The tax that the return should have shown and did not, whatever the reason."""
    unreported_by_fraud: W
    """Of it, what was hidden by fraud."""
    revenue: W
    """Of those who keep double-entry books, where a law measures by it; else nothing."""
    revenue_by_fraud: W
    zero_rated: W
    """Zero-rated supplies that were not reported."""


def filing_facts(amounts: Mapping[str, int]) -> FilingFacts[int]:
    """Facts of one filing; what is not named is nothing. Raises KeyError for an unknown fact, ValueError below zero."""
    return filled(kind=FilingFacts, amounts=amounts)


class PenaltyForFiling(Protocol):
    """The penalty for not filing or for reporting too little. `filed_on` is the day of the late or amended return, None where
    the office assesses without one. `foreseen` is true where the taxpayer filed knowing that the office was about to assess:
    then nothing is reduced.
    """

    def __call__(
        self,
        *,
        tax: Tax,
        facts: FilingFacts[W],
        fault: FilingFault,
        due_on: date,
        filed_on: date | None,
        foreseen: bool,
    ) -> Assessed[W]: ...


class PenaltyForPayment(Protocol):
    """What paying late costs up to `paid_on`, the day of payment. `notified_on` and `notice_due_on` are the day of the office's
    notice and the last day that it gave; None where there was no notice. `withheld` is for tax that was kept from others' pay.
    """

    def __call__(
        self,
        *,
        unpaid: W,
        withheld: bool,
        due_on: date,
        paid_on: date,
        notified_on: date | None,
        notice_due_on: date | None,
    ) -> Assessed[W]: ...


class RefundInterest(Protocol):
    """What the state adds to a refund. `starts_on` is the first day that counts, `paid_on` the last."""

    def __call__(self, *, refund: W, starts_on: date, paid_on: date) -> Assessed[W]: ...


PENALTY_FOR_FILING: Slot[PenaltyForFiling] = slot("tax.penalty_for_filing", PenaltyForFiling)
PENALTY_FOR_PAYMENT: Slot[PenaltyForPayment] = slot("tax.penalty_for_payment", PenaltyForPayment)
REFUND_INTEREST: Slot[RefundInterest] = slot("tax.refund_interest", RefundInterest)


def penalty_for_filing(
    *,
    tax: Tax,
    facts: FilingFacts[W],
    fault: FilingFault,
    due_on: date,
    filed_on: date | None,
    foreseen: bool = False,
) -> Assessed[W]:
    """The active country's penalty for filing. Raises SlotUnfilled, SlotNotApplicable, ParameterNotYetInForce."""
    answer = PENALTY_FOR_FILING(tax=tax, facts=facts, fault=fault, due_on=due_on, filed_on=filed_on, foreseen=foreseen)
    return cast("Assessed[W]", answer)


def penalty_for_payment(
    *,
    unpaid: W,
    due_on: date,
    paid_on: date,
    withheld: bool = False,
    notified_on: date | None = None,
    notice_due_on: date | None = None,
) -> Assessed[W]:
    """The active country's penalty for paying late; nothing in time. Raises SlotUnfilled, SlotNotApplicable,
    ParameterNotYetInForce."""
    answer = PENALTY_FOR_PAYMENT(
        unpaid=unpaid,
        withheld=withheld,
        due_on=due_on,
        paid_on=paid_on,
        notified_on=notified_on,
        notice_due_on=notice_due_on,
    )
    return cast("Assessed[W]", answer)


def refund_interest(*, refund: W, starts_on: date, paid_on: date) -> Assessed[W]:
    """What the active country adds to a refund. Raises SlotUnfilled, SlotNotApplicable, ParameterNotYetInForce."""
    return cast("Assessed[W]", REFUND_INTEREST(refund=refund, starts_on=starts_on, paid_on=paid_on))
