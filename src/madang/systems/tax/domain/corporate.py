"""Facts of one corporation's business year, and the slot in which a country makes tax of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, cast

from madang.framework.law import Slot, slot
from madang.systems.tax.domain.arithmetic import W, excess, least, share
from madang.systems.tax.domain.assessed import Assessed, Step
from madang.systems.tax.domain.facts import filled


@dataclass(frozen=True, slots=True, kw_only=True)
class CorporateFacts(Generic[W]):
    """Whole minor units of one business year, none negative. The names are the columns of a batch."""

    income: W
    """Income of the year after the tax adjustments, before losses of other years (in Korea 각 사업연도 소득)."""
    losses_carried: W
    """Of earlier years, as far as they have not lapsed."""
    exempt_income: W
    deductions: W
    reliefs: W
    """Of the deductions and expenses above, what the minimum tax does not recognise."""
    credits_limited: W
    """Credits and reductions that may not bring the tax below the minimum."""
    credits: W
    """Credits that may."""
    withheld: W
    prepaid: W
    small: W
    """1 for a small or medium-sized enterprise."""
    closely_held: W
    """1 for a small family corporation of rents, interest and dividends (in Korea art. 60-2 (1) no. 1)."""
    loss_ceiling_free: W
    """1 where losses are carried without the ceiling although the enterprise is not small (in recovery, say)."""


def from_amounts(amounts: Mapping[str, int]) -> CorporateFacts[int]:
    """Facts of one corporation; what is not named is nothing. Raises KeyError for an unknown fact, ValueError below zero."""
    return filled(kind=CorporateFacts, amounts=amounts)


class AssessCorporate(Protocol):
    """Assess a business year, both days included, under the law in force where it begins."""

    def __call__(self, *, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]: ...


ASSESS_CORPORATE: Slot[AssessCorporate] = slot("tax.assess_corporate", AssessCorporate)


def assess_corporate(*, facts: CorporateFacts[W], period_from: date, period_until: date) -> Assessed[W]:
    """What the active country's law makes of a business year. Raises SlotUnfilled, SlotNotApplicable,
    ParameterNotYetInForce."""
    return cast("Assessed[W]", ASSESS_CORPORATE(facts=facts, period_from=period_from, period_until=period_until))


def at_one_rate(*, facts: CorporateFacts[W], rate: int, cites: tuple[str, str, str]) -> Assessed[W]:
    """Income less losses without a ceiling, taxed at one rate in ten-thousandths; for countries to call. `cites` are the
    articles of losses, of what is taxed and of the rate."""
    used = least(of=facts.losses_carried, and_=facts.income)
    base = excess(of=facts.income, over=used + facts.exempt_income + facts.deductions)
    tax = excess(of=share(of=base, rate=rate), over=facts.credits + facts.credits_limited)
    prepaid = facts.withheld + facts.prepaid
    steps = tuple(
        Step(code=f"corporate.{code}", amount=amount, cite=cite)
        for code, amount, cite in zip(("losses", "base", "tax"), (used, base, tax), cites, strict=True)
    )
    return Assessed(steps=steps, tax=tax, prepaid=prepaid, payable=tax - prepaid)
