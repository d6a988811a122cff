"""What is deducted from the global income (종합소득공제)."""

from dataclasses import dataclass
from typing import Generic

from madang.countries.kr.tax.cards import card_deduction
from madang.countries.kr.tax.incomes import Incomes
from madang.countries.kr.tax.of_year import flag, of_year, rows_of_year, stepped, won_of_year
from madang.systems.tax.domain.arithmetic import W, excess, greatest, least, share, where
from madang.systems.tax.domain.income import IncomeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Deductions(Generic[W]):
    """Each deduction after its own limits. Who takes the standard credit gives up `insurance` and `housing_loan`."""

    personal: W
    pension: W
    insurance: W
    housing_loan: W
    housing_savings: W
    mutual_relief: W
    cards: W
    beyond_limit: W
    """What the ceiling on all of some takes back."""

    def total(self) -> W:
        """What is deducted together."""
        itemised = self.insurance + self.housing_loan + self.housing_savings + self.mutual_relief + self.cards
        return self.personal + self.pension + itemised - self.beyond_limit


def deductions(*, facts: IncomeFacts[W], income: Incomes[W], year: int, itemised: bool) -> Deductions[W]:
    """The deductions of a year; without `itemised` those that the standard credit stands for are left out."""
    total = income.total()
    personal = least(of=personal_deduction(facts=facts, total=total, year=year), and_=total)
    savings = housing_savings(facts=facts, year=year)
    loan = housing_loan(facts=facts, savings=savings, year=year) if itemised else savings * 0
    earning = flag(condition=facts.wages > 0, like=facts.wages)
    # Social insurance of others is a cost of their business.
    insurance = (facts.health_insurance + facts.employment_insurance) * (earning if itemised else earning * 0)
    cards = least(of=card_deduction(facts=facts, year=year), and_=excess(of=income.employment, over=savings))
    relief = mutual_relief(facts=facts, income=income, year=year)
    ceiling = won_of_year(name="deductions.ceiling", year=year)
    return Deductions(
        personal=personal,
        pension=facts.pension_contributions,
        insurance=insurance,
        housing_loan=loan,
        housing_savings=savings,
        mutual_relief=relief,
        cards=cards,
        beyond_limit=excess(of=loan + savings + relief + cards, over=ceiling),
    )


def personal_deduction(*, facts: IncomeFacts[W], total: W, year: int) -> W:
    """Basic and additional deductions for the taxpayer and the household (Income Tax Act arts. 50, 51)."""
    law = of_year(name="deductions.personal", year=year)
    small = greatest(of=facts.young_children, and_=facts.newborns)
    people = 1 + facts.spouse + facts.children + small + facts.ascendants + facts.siblings
    woman = where(condition=total <= law["female_head_income"], then=facts.female_head, otherwise=total * 0)
    # Who is both gets the larger one only (art. 51 (1) proviso).
    head = greatest(of=facts.single_parent * law["single_parent"], and_=woman * law["female_head"])
    return people * law["basic"] + facts.aged * law["aged"] + facts.disabled * law["disabled"] + head


def housing_savings(*, facts: IncomeFacts[W], year: int) -> W:
    """Savings for an apartment subscription (Restriction of Special Taxation Act art. 87 (2))."""
    law = of_year(name="deductions.housing_savings", year=year)
    deduction = share(of=least(of=facts.housing_savings, and_=law["ceiling"]), rate=law["rate"])
    entitled = flag(condition=facts.wages > 0, like=deduction) * flag(
        condition=facts.wages <= law["wages"], like=deduction
    )
    return deduction * entitled


def housing_loan(*, facts: IncomeFacts[W], savings: W, year: int) -> W:
    """Interest of a long loan for a dwelling, under one ceiling with the savings (Income Tax Act art. 52 (5), (6))."""
    general = won_of_year(name="deductions.housing_loan_ceiling", year=year)
    told = facts.housing_loan_ceiling
    ceiling = where(condition=told > 0, then=told, otherwise=told * 0 + general)
    deduction = least(of=facts.housing_loan_interest, and_=excess(of=ceiling, over=savings))
    return deduction * flag(condition=facts.wages > 0, like=deduction)


def mutual_relief(*, facts: IncomeFacts[W], income: Incomes[W], year: int) -> W:
    """Paid to the small enterprises' mutual aid, by the business income (Restriction of Special Taxation Act art. 86-3)."""
    ceiling = stepped(base=income.business, rows=rows_of_year(name="deductions.mutual_relief", year=year))
    return least(of=least(of=facts.mutual_relief, and_=ceiling), and_=income.business)
