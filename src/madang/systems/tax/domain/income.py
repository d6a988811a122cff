"""Facts of one person's income of one year, and the slot in which a country makes tax of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, cast

from madang.framework.law import Slot, slot
from madang.systems.tax.domain.arithmetic import W
from madang.systems.tax.domain.assessed import Assessed
from madang.systems.tax.domain.facts import filled


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeFacts(Generic[W]):
    """Whole minor units and counts of people, all of one calendar year, none negative. The names are the columns of a batch.

    A country uses what its law knows and ignores the rest; a new fact is added at the end and is nothing where nobody tells it.
    """

    # Employment
    wages: W
    """Gross wages that are taxed (in Korea 총급여: without what is exempt)."""
    wages_withheld: W
    pension_contributions: W
    """To the public pension."""
    health_insurance: W
    employment_insurance: W
    # Other kinds of income
    business_revenue: W
    business_expenses: W
    rent_revenue: W
    rent_expenses: W
    interest: W
    dividends: W
    dividends_grossed: W
    """Of the dividends, what carries the credit for the tax of the corporation."""
    public_pension: W
    private_pension: W
    other_income: W
    other_expenses: W
    financial_withheld: W
    other_withheld: W
    prepaid: W
    """Paid in advance on the income of the year."""
    # The household, as counts
    spouse: W
    children: W
    """Children for whom the credit is given, by age."""
    newborns: W
    """Children born or adopted in the year; `newborn_first` is the place of the first of them among all children."""
    newborn_first: W
    ascendants: W
    siblings: W
    aged: W
    """Dependants, the taxpayer included, of the age of the additional deduction."""
    disabled: W
    single_parent: W
    female_head: W
    married: W
    """1 in the year of the marriage's registration."""
    # What was spent
    card_credit: W
    card_debit: W
    card_culture: W
    card_market: W
    card_transit: W
    insurance: W
    insurance_disabled: W
    medical_own: W
    """For the taxpayer, the aged, the disabled and small children: without ceiling."""
    medical_others: W
    medical_infertility: W
    medical_premature: W
    education_own: W
    education_school: W
    """For children up to high school, already within the ceiling for each child."""
    education_university: W
    donations_statutory: W
    donations_designated: W
    donations_political: W
    donations_hometown: W
    pension_savings: W
    retirement_pension: W
    house_rent: W
    housing_loan_interest: W
    housing_savings: W
    mutual_relief: W
    """To the small enterprises' mutual aid (in Korea 노란우산)."""
    losses_carried: W
    # What some years or some people need besides
    young_children: W
    """Further children who are deducted, but too young for the credit (in Korea under seven, from 2023 eight, in 2026 nine)."""
    fifty: W
    """1 where the taxpayer is fifty or older."""
    donations_religious: W
    """Of the designated donations, what went to religious bodies."""
    housing_loan_ceiling: W
    """The ceiling of the interest by the kind of the loan; nothing means the general one."""
    card_growth: W
    """By how much all card spending exceeds 105 % of the year before."""
    card_market_growth: W
    # Of the card spending above, what fell into months whose rate was raised for a time (in Korea 2020, 2022, 2023) ...
    card_credit_raised: W
    card_debit_raised: W
    card_culture_raised: W
    card_market_raised: W
    card_transit_raised: W
    # ... or doubled (in Korea March 2020)
    card_credit_doubled: W
    card_debit_doubled: W
    card_culture_doubled: W


def from_amounts(amounts: Mapping[str, int]) -> IncomeFacts[int]:
    """Facts of one person; what is not named is nothing. Raises KeyError for an unknown fact, ValueError below zero."""
    return filled(kind=IncomeFacts, amounts=amounts)


class AssessIncome(Protocol):
    """Assess a year's income under the law of that year. Raises ParameterNotYetInForce for a year before the pack's law."""

    def __call__(self, *, facts: IncomeFacts[W], year: int) -> Assessed[W]: ...


ASSESS_INCOME: Slot[AssessIncome] = slot("tax.assess_income", AssessIncome)


def assess_income(*, facts: IncomeFacts[W], year: int) -> Assessed[W]:
    """What the active country's law makes of a year's income. Raises SlotUnfilled, ParameterNotYetInForce."""
    return cast("Assessed[W]", ASSESS_INCOME(facts=facts, year=year))
