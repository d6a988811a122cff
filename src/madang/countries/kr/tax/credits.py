"""Credits on the calculated tax (세액공제), other than those of employment and of dividends."""

from dataclasses import dataclass
from typing import Generic

from madang.countries.kr.tax.incomes import Incomes
from madang.countries.kr.tax.of_year import count_of_year, flag, of_year, tiered, won_of_year
from madang.systems.tax.domain.arithmetic import W, excess, greatest, least, progressive, share, where
from madang.systems.tax.domain.income import IncomeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits(Generic[W]):
    """Each credit before the limits of art. 61."""

    child: W
    pension_account: W
    insurance: W
    medical: W
    education: W
    rent: W
    donations: W
    standard: W
    gifts: W
    """Political donations and those to a home town (Restriction of Special Taxation Act arts. 58, 76)."""
    marriage: W


def credits_of(*, facts: IncomeFacts[W], income: Incomes[W], year: int, itemised: bool) -> Credits[W]:
    """The credits of a year; without `itemised` an earner of wages takes the standard credit for all special ones."""
    earning = flag(condition=facts.wages > 0, like=facts.wages)
    special = earning if itemised else earning * 0
    # Whoever has no wages needs no choice: the standard credit stands beside donations (art. 59-4 (9) 2).
    donating = special + 1 - earning
    return Credits(
        child=child_credit(facts=facts, year=year),
        pension_account=pension_account_credit(facts=facts, income=income, year=year),
        insurance=insurance_credit(facts=facts, year=year) * special,
        medical=medical_credit(facts=facts, year=year) * special,
        education=education_credit(facts=facts, year=year) * special,
        rent=rent_credit(facts=facts, income=income, year=year) * special,
        donations=donation_credit(facts=facts, income=income, year=year) * donating,
        standard=_standard(earning=earning, year=year, itemised=itemised),
        gifts=gift_credit(facts=facts, year=year),
        marriage=facts.married * won_of_year(name="credits.marriage", year=year),
    )


def _standard(*, earning: W, year: int, itemised: bool) -> W:
    law = of_year(name="credits.standard", year=year)
    return (1 - earning) * law["others"] + (earning * 0 if itemised else earning * law["wages"])


def child_credit(*, facts: IncomeFacts[W], year: int) -> W:
    """For children by number and for births by place among the children (Income Tax Act art. 59-2)."""
    law = of_year(name="credits.child", year=year)
    counted = facts.children + facts.young_children if law["young_count"] else facts.children
    small = excess(of=facts.young_children, over=1) * law["each_small"]
    first = greatest(of=facts.newborn_first, and_=1)
    births = tiered(count=first - 1 + facts.newborns, amounts=law.amounts("births"))
    return (
        tiered(count=counted, amounts=law.amounts("children"))
        + small
        + births
        - tiered(count=first - 1, amounts=law.amounts("births"))
    )


def only_wages(*, income: Incomes[W]) -> W:
    """1 where all of the global income is from employment, else 0."""
    return flag(condition=income.total() <= income.employment, like=income.employment)


def _small(*, facts: IncomeFacts[W], income: Incomes[W], wages: int, total: int) -> W:
    """1 where wages, or with other income the global income, stay within their limits."""
    by_wages = flag(condition=facts.wages <= wages, like=facts.wages)
    by_total = flag(condition=income.total() <= total, like=facts.wages)
    alone = only_wages(income=income)
    return alone * by_wages + (1 - alone) * by_total


def pension_account_credit(*, facts: IncomeFacts[W], income: Incomes[W], year: int) -> W:
    """Paid into pension savings and retirement pensions (Income Tax Act art. 59-3)."""
    law = of_year(name="credits.pension_account", year=year)
    modest = _small(facts=facts, income=income, wages=law["rich_wages"], total=law["rich_income"])
    fifty = facts.fifty * modest * flag(condition=income.financial <= 0, like=facts.fifty)
    savings = (1 - modest) * law["savings_rich"] + modest * law["savings"] + fifty * law["savings_fifty"]
    whole = law["whole"] + fifty * law["whole_fifty"]
    paid = least(of=least(of=facts.pension_savings, and_=savings) + facts.retirement_pension, and_=whole)
    low = _small(facts=facts, income=income, wages=law["low_wages"], total=law["low_income"])
    return where(
        condition=low > 0, then=share(of=paid, rate=law["low_rate"]), otherwise=share(of=paid, rate=law["rate"])
    )


def insurance_credit(*, facts: IncomeFacts[W], year: int) -> W:
    """Premiums of protection insurance, of all and of the disabled (Income Tax Act art. 59-4 (1))."""
    law = of_year(name="credits.insurance", year=year)
    general = least(of=facts.insurance, and_=law["ceiling"]) * law["rate"]
    disabled = least(of=facts.insurance_disabled, and_=law["ceiling"]) * law["disabled_rate"]
    return (general + disabled) // 10_000


def medical_credit(*, facts: IncomeFacts[W], year: int) -> W:
    """Medical costs beyond a share of wages, which the less favoured costs eat first (Income Tax Act art. 59-4 (2))."""
    law = of_year(name="credits.medical", year=year)
    left = share(of=facts.wages, rate=law["threshold"])
    others = least(of=excess(of=facts.medical_others, over=left), and_=law["ceiling"])
    total = others * law["rate"]
    left = excess(of=left, over=facts.medical_others)
    for cost, rate in (
        (facts.medical_own, law["rate"]),
        (facts.medical_premature, law["premature_rate"]),
        (facts.medical_infertility, law["infertility_rate"]),
    ):
        total = total + excess(of=cost, over=left) * rate
        left = excess(of=left, over=cost)
    return total // 10_000


def education_credit(*, facts: IncomeFacts[W], year: int) -> W:
    """Costs of education, already within the ceiling of each child (Income Tax Act art. 59-4 (3))."""
    rate = count_of_year(name="credits.education_rate", year=year)
    return share(of=facts.education_own + facts.education_school + facts.education_university, rate=rate)


def rent_credit(*, facts: IncomeFacts[W], income: Incomes[W], year: int) -> W:
    """Rent of a dwelling, for modest wages (Restriction of Special Taxation Act art. 95-2)."""
    law = of_year(name="credits.rent", year=year)
    paid = least(of=facts.house_rent, and_=law["ceiling"])
    entitled = flag(condition=facts.wages <= law["wages"], like=paid) * flag(
        condition=income.total() <= law["income"], like=paid
    )
    low = flag(condition=facts.wages <= law["low_wages"], like=paid) * flag(
        condition=income.total() <= law["low_income"], like=paid
    )
    high, less = share(of=paid, rate=law["low_rate"]), share(of=paid, rate=law["rate"])
    return entitled * where(condition=low > 0, then=high, otherwise=less)


def donation_credit(*, facts: IncomeFacts[W], income: Incomes[W], year: int) -> W:
    """Donations to the state and to designated bodies within their limits (Income Tax Act art. 59-4 (4), (8)).

    Who has income from business alone counts donations as costs of it.
    """
    law = of_year(name="credits.donations", year=year)
    threshold = of_year(name="kinds.financial", year=year)["threshold"]
    base = income.rest() + excess(of=income.financial, over=threshold) + income.gross_up
    statutory = least(of=facts.donations_statutory, and_=base)
    left = base - statutory
    religious = least(of=facts.donations_religious, and_=facts.donations_designated)
    secular = least(of=facts.donations_designated - religious, and_=share(of=left, rate=law["secular_limit"]))
    mixed = share(of=left, rate=law["religious_limit"]) + secular
    limit = where(condition=religious > 0, then=mixed, otherwise=share(of=left, rate=law["limit"]))
    allowed = statutory + least(of=facts.donations_designated, and_=limit)
    beside_business = income.employment + income.pension + income.other + income.financial
    credit = progressive(base=allowed, brackets=law.brackets("brackets"))
    return credit * flag(condition=beside_business > 0, like=credit)


def gift_credit(*, facts: IncomeFacts[W], year: int) -> W:
    """Political donations and, from 2023 on, those to a home town: the first part comes back whole with the local tax."""
    law = of_year(name="credits.gifts", year=year)
    first = law["whole_up_to"]
    political = progressive(base=excess(of=facts.donations_political, over=first), brackets=law.brackets("political"))
    town = least(of=facts.donations_hometown, and_=law["hometown_ceiling"])
    beyond = share(of=excess(of=town, over=first), rate=law["hometown_rate"])
    returned = sum_of_first(political=facts.donations_political, town=town, first=first)
    return returned + political + beyond


def sum_of_first(*, political: W, town: W, first: int) -> W:
    """A hundred of 110 parts of the first amount of each, for ten more come from the local income tax."""
    return least(of=political, and_=first) * 100 // 110 + least(of=town, and_=first) * 100 // 110
