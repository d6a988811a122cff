"""The amounts of the kinds of income that make up the global income (종합소득금액)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic

from madang.countries.kr.tax.employment import employment_income
from madang.countries.kr.tax.of_year import of_year
from madang.systems.tax.domain.arithmetic import W, excess, least, progressive, share, where
from madang.systems.tax.domain.income import IncomeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomes(Generic[W]):
    """Each kind after its own deductions and after losses; none below nothing."""

    business: W
    rent: W
    employment: W
    pension: W
    other: W
    financial: W
    """Interest and dividends where they count at all; nothing up to the threshold."""
    gross_up: W
    loss_left: W
    """Loss of this and of earlier years that found no income."""

    def rest(self) -> W:
        """All but interest and dividends."""
        return self.business + self.rent + self.employment + self.pension + self.other

    def total(self) -> W:
        """The global income (art. 14)."""
        return self.rest() + self.financial + self.gross_up


def incomes(*, facts: IncomeFacts[W], year: int) -> Incomes[W]:
    """The incomes of a year (Income Tax Act arts. 14, 16 to 21, 45)."""
    financial, gross_up = financial_income(facts=facts, year=year)
    kinds = (
        excess(of=facts.business_revenue, over=facts.business_expenses),
        # A loss from letting counts against later letting only (art. 45 (2)).
        excess(of=facts.rent_revenue, over=facts.rent_expenses),
        employment_income(wages=facts.wages, year=year),
        pension_income(facts=facts, year=year),
        other_income(facts=facts, year=year),
    )
    loss = excess(of=facts.business_expenses, over=facts.business_revenue) + facts.losses_carried
    (business, rent, employment, pension, other), left = after_loss(loss=loss, kinds=kinds)
    return Incomes(
        business=business,
        rent=rent,
        employment=employment,
        pension=pension,
        other=other,
        financial=financial,
        gross_up=gross_up,
        loss_left=left,
    )


def after_loss(*, loss: W, kinds: Sequence[W]) -> tuple[list[W], W]:
    """The kinds of income after a loss was taken from them in this order, and what is left of it (art. 45 (1), (3)).

    Interest and dividends are left alone: there the taxpayer decides (art. 45 (5)), and the facts do not say how.
    """
    left, after = loss, []
    for income in kinds:
        after.append(excess(of=income, over=left))
        left = excess(of=left, over=income)
    return after, left


def pension_income(*, facts: IncomeFacts[W], year: int) -> W:
    """Public pensions and the private ones that count, less their deduction (art. 47-2)."""
    law = of_year(name="kinds.pension", year=year)
    pensions = facts.public_pension + private_pension(facts=facts, year=year)
    deduction = progressive(base=pensions, brackets=law.brackets("brackets"))
    return pensions - least(of=deduction, and_=law["ceiling"])


def private_pension(*, facts: IncomeFacts[W], year: int) -> W:
    """Private pensions where they exceed what is taxed apart at their source (art. 14 (3) 9)."""
    limit = of_year(name="kinds.pension", year=year)["private_apart"]
    told = facts.private_pension
    return where(condition=told <= limit, then=told * 0, otherwise=told)


def other_income(*, facts: IncomeFacts[W], year: int) -> W:
    """Other income less its expenses where it exceeds what is taxed apart (arts. 14 (3) 8, 21)."""
    law = of_year(name="kinds.other", year=year)
    income = excess(of=facts.other_income, over=facts.other_expenses)
    return where(condition=income <= law["apart"], then=income * 0, otherwise=income)


def financial_income(*, facts: IncomeFacts[W], year: int) -> tuple[W, W]:
    """Interest and dividends where together they exceed the threshold, and the gross-up of dividends beyond it.

    Interest, then dividends without gross-up, then those with it fill the threshold (arts. 14 (3) 6, 17 (3), 56 (4)).
    """
    law = of_year(name="kinds.financial", year=year)
    total = facts.interest + facts.dividends
    counted = where(condition=total > law["threshold"], then=total, otherwise=total * 0)
    grossed = least(of=facts.dividends_grossed, and_=excess(of=counted, over=law["threshold"]))
    return counted, share(of=grossed, rate=law["gross_up"])
