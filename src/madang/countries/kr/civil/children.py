"""Benefits for families with children. Their words stand in `benefits.yaml`."""

from datetime import date, timedelta
from functools import partial

from madang.countries.kr.civil.conditions import (
    assets_below,
    halved_when_wealthy,
    income_within,
    law,
    months_begun,
    months_between,
    won,
    yearly_income_below,
)
from madang.countries.kr.civil.described import asks, benefit, child_that
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Facts, years_between

YEAR = 12
INFANT_MONTHS = 24
SCHOOL_MONTHS = 86
ELECTRICITY_YEARS = 3
ADULT = 18
FIRST_MEETING_YEARS = 2
# Seoul, Incheon, Gyeonggi (Seoul Metropolitan Area Readjustment Planning Act art. 2 no. 1).
CAPITAL_REGION = ("11", "28", "41")


def parental(on: date) -> Benefit:
    """부모급여: paid from the month of birth to the month before the second birthday (Child Allowance Act arts. 4 (5), 10)."""

    def of_child(born: date, day: date) -> Money:
        months = months_begun(born, day)
        if months >= INFANT_MONTHS:
            return won(0)
        amount: Money = law("parental.under_one" if months < YEAR else "parental.of_one", on)
        return amount

    def amount(facts: Facts) -> Money:
        return sum((of_child(born, facts.on) for born in facts.children or ()), won(0))

    code = "parental_benefit"
    under_two = child_that(code, on=on, test=lambda born, day: months_begun(born, day) < INFANT_MONTHS)
    return benefit(code, under_two, on=on, amount=amount)


def _has_allowance(born: date, day: date, *, limit: int, unbroken_year: int) -> bool:
    return born.year == unbroken_year or months_begun(born, day) < limit * YEAR


def child_allowance(on: date) -> Benefit:
    """아동수당: to the month before the birthday that ends it (art. 10 (1)); more outside the capital region (art. 4 (6)).

    Children born in 2017 keep it without a break until the age has risen past theirs (Act No. 21489, supplementary art. 2).
    """
    limit = law("child_allowance.under_age", on)
    has = partial(_has_allowance, limit=limit, unbroken_year=law("child_allowance.unbroken_birth_year", on))

    def amount(facts: Facts) -> Money:
        each: Money = law("child_allowance.amount", on)
        if facts.division and not facts.division.startswith(CAPITAL_REGION):
            each += law("child_allowance.outside_capital", on)
        return each * sum(has(born, facts.on) for born in facts.children or ())

    code = "child_allowance"
    return benefit(code, child_that(code, on=on, test=has, limit=limit), on=on, amount=amount, limit=limit)


def first_meeting(on: date) -> Benefit:
    """첫만남이용권."""

    def amount(facts: Facts) -> Money:
        first = len(facts.children or ()) <= 1
        voucher: Money = law("first_meeting.first_child" if first else "first_meeting.later_child", on)
        return voucher

    code = "first_meeting_voucher"
    born_lately = child_that(
        code, on=on, test=lambda born, day: years_between(born_on=born, on=day) < FIRST_MEETING_YEARS
    )
    return benefit(code, born_lately, on=on, amount=amount)


def home_care(on: date) -> Benefit:
    """가정양육수당."""

    def fits(born: date, day: date) -> bool:
        return INFANT_MONTHS <= months_between(born, day) < SCHOOL_MONTHS

    def amount(facts: Facts) -> Money:
        each: Money = law("home_care.amount", on)
        return each * sum(fits(born, facts.on) for born in facts.children or ())

    code = "home_care_allowance"
    return benefit(code, child_that(code, on=on, test=fits), on=on, amount=amount)


def pregnancy_voucher(on: date) -> Benefit:
    """임신·출산 진료비."""
    code = "pregnancy_voucher"
    pregnant = asks(code, "pregnant", on=on, holds=lambda facts: facts.pregnant)
    return benefit(code, pregnant, on=on, amount=lambda _facts: law("pregnancy_voucher.amount", on))


def electricity(on: date) -> Benefit:
    """출산가구 전기요금 할인."""
    most = law("electricity.most", on)
    code = "electricity_discount"
    under_three = child_that(
        code, on=on, test=lambda born, day: years_between(born_on=born, on=day) < ELECTRICITY_YEARS
    )
    return benefit(code, under_three, on=on, amount=lambda _facts: most, most=f"{most.minor:,}")


def _is_minor(born: date, day: date) -> bool:
    return years_between(born_on=born, on=day) < ADULT


def single_parent(on: date) -> Benefit:
    """한부모가족 아동양육비."""

    def amount(facts: Facts) -> Money:
        each: Money = law("single_parent.amount", on)
        return each * sum(_is_minor(born, facts.on) for born in facts.children or ())

    code = "single_parent_support"
    return benefit(
        code,
        asks(code, "single_parent", on=on, holds=lambda facts: facts.single_parent),
        child_that(code, on=on, test=_is_minor),
        income_within(
            percent_name="single_parent.income_percent", on=on, what={"ko": "한부모가족", "en": "single parents"}
        ),
        on=on,
        amount=amount,
    )


def _minors_last_year(facts: Facts) -> int:
    # Under 18 at the end of the year before the claim (art. 100-28); the finder takes the year before today's.
    end = date(facts.on.year, 1, 1) - timedelta(days=1)
    return sum(born <= end and _is_minor(born, end) for born in facts.children or ())


def child_credit(on: date) -> Benefit:
    """자녀장려금."""

    def amount(facts: Facts) -> Money:
        return halved_when_wealthy(law("child_credit.amount", on) * _minors_last_year(facts), facts=facts, on=on)

    code = "child_tax_credit"
    return benefit(
        code,
        asks(code, "children", on=on, holds=lambda facts: _minors_last_year(facts) > 0),
        yearly_income_below(name="child_credit.income_limit", on=on),
        assets_below(name="earned_income.asset_limit", on=on),
        on=on,
        amount=amount,
    )


CHILDREN = (
    parental,
    child_allowance,
    first_meeting,
    home_care,
    pregnancy_voucher,
    electricity,
    single_parent,
    child_credit,
)
