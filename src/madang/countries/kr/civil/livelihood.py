"""Benefits for those in need, the old and the disabled. Their words stand in `benefits.yaml`."""

from datetime import date
from decimal import Decimal

from madang.countries.kr.civil.conditions import (
    assets_within,
    cite,
    citizen,
    income_within,
    law,
    share_of_median,
    won,
)
from madang.countries.kr.civil.described import aged, asks, benefit
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Condition, Disability, Facts, Home, years_between

PENSION_AGE = 65
ADULT = 18
# What is left of earned income counts seven tenths (Basic Pension Act, Enforcement Rule art. 2 (1) 1; notice).
EARNED_SHARE = Decimal("0.7")
# General property counts with 4.17 hundredths a month, a home with 1.04 (National Basic Living Security Act art. 6-3; notice).
GENERAL_RATE = Decimal("0.0417")
HOME_RATE = Decimal("0.0104")
LISTED_SIZE = 4
INFANT_YEARS = 7
CARE_GRADES = range(1, 6)


def _reckoned(*, assets: Money, deduction: Money, rate: Decimal) -> Decimal:
    return max(Decimal(0), Decimal(assets.minor - deduction.minor)) * rate


def _pension_income(*, scheme: str, on: date) -> Condition:
    """The recognised income lies below the threshold: surely where income without any deduction does, open in between.

    Property counts a twelfth of four hundredths (Basic Pension Act, Enforcement Rule art. 4).
    """
    single, couple = law(f"{scheme}.single_limit", on), law(f"{scheme}.couple_limit", on)
    deduction, earned = law("basic_pension.asset_deduction", on), law("basic_pension.earned_deduction", on)
    monthly_rate = law("basic_pension.conversion_percent", on) / 100 / 12

    def holds(facts: Facts) -> bool | None:
        assert facts.monthly_income is not None and facts.assets is not None  # noqa: PT018, S101
        limit = (couple if facts.married else single).minor
        property_income = _reckoned(assets=facts.assets, deduction=deduction, rate=monthly_rate)
        if facts.monthly_income.minor + property_income <= limit:
            return True
        # The kindest reckoning takes all of it for earned income, a couple's for two people's.
        earners = 2 if facts.married else 1
        kindest = max(0, facts.monthly_income.minor - earners * earned.minor) * EARNED_SHARE
        return None if kindest <= limit else False

    return Condition(
        data=("monthly_income", "assets", "married"),
        holds=holds,
        met={
            "ko": f"소득과 재산이 선정기준액(단독 {single.minor:,}원, 부부 {couple.minor:,}원) 이하로 보입니다.",
            "en": f"Income and assets seem within the threshold ({single.minor:,} won alone, {couple.minor:,} as a couple).",
        },
        unmet={
            "ko": f"소득과 재산이 선정기준액(단독 {single.minor:,}원, 부부 {couple.minor:,}원)을 넘습니다.",
            "en": f"Income and assets exceed the threshold ({single.minor:,} won alone, {couple.minor:,} as a couple).",
        },
        cite=cite(f"{scheme}.single_limit", on),
    )


def basic_pension(on: date) -> Benefit:
    """기초연금."""
    code = "basic_pension"
    return benefit(
        code,
        aged(code, on=on, youngest=PENSION_AGE),
        citizen(article="Basic Pension Act art. 2"),
        _pension_income(scheme=code, on=on),
        on=on,
        amount=lambda _facts: law("basic_pension.amount", on),
    )


def disability_pension(on: date) -> Benefit:
    """장애인연금. The basic benefit ends at 65, where the basic pension takes its place (Disability Pension Act art. 6)."""

    def amount(facts: Facts) -> Money | None:
        basic: Money = law("disability_pension.amount", on)
        return basic if facts.age is not None and facts.age < PENSION_AGE else None

    code = "disability_pension"
    return benefit(
        code,
        asks(code, "disability", on=on, holds=lambda facts: facts.disability is Disability.SEVERE),
        aged(code, on=on, youngest=ADULT),
        _pension_income(scheme=code, on=on),
        on=on,
        amount=amount,
    )


def _livelihood_limit(facts: Facts, on: date) -> Money:
    return share_of_median(percent=law("livelihood.income_percent", on), size=facts.household_size or 1, on=on)


def _recognised_income(on: date) -> Condition:
    """Sure where all property counted as general stays within; out where even a home in Seoul goes beyond; else open."""
    percent, deduction = law("livelihood.income_percent", on), law("livelihood.asset_deduction", on)

    def holds(facts: Facts) -> bool | None:
        assert facts.monthly_income is not None and facts.assets is not None  # noqa: PT018, S101
        limit, income = _livelihood_limit(facts, on).minor, Decimal(facts.monthly_income.minor)
        surely = income + _reckoned(assets=facts.assets, deduction=won(0), rate=GENERAL_RATE)
        at_least = income + _reckoned(assets=facts.assets, deduction=deduction, rate=HOME_RATE)
        return True if surely <= limit else None if at_least <= limit else False

    return Condition(
        data=("monthly_income", "household_size", "assets"),
        holds=holds,
        met={
            "ko": f"소득인정액이 기준 중위소득의 {percent}% 이하로 보입니다.",
            "en": f"Your recognised income seems to be at most {percent} % of the median.",
        },
        unmet={
            "ko": f"소득인정액이 기준 중위소득의 {percent}%를 넘습니다.",
            "en": f"Your recognised income is above {percent} % of the median.",
        },
        cite=cite("livelihood.income_percent", on),
    )


def livelihood(on: date) -> Benefit:
    """생계급여."""

    def amount(facts: Facts) -> Money | None:
        return _livelihood_limit(facts, on) - facts.monthly_income if facts.monthly_income is not None else None

    return benefit("livelihood_benefit", _recognised_income(on), on=on, amount=amount)


def housing_benefit(on: date) -> Benefit:
    """주거급여."""
    code, what = "housing_benefit", {"ko": "주거급여", "en": "housing benefit"}
    return benefit(
        code,
        income_within(percent_name="housing_benefit.income_percent", on=on, what=what),
        asks(code, "home", on=on, holds=lambda facts: facts.home is not Home.FREE),
        on=on,
    )


def _vulnerable(facts: Facts) -> bool | None:
    """Someone old, very young, disabled, pregnant, or raising a child alone (Energy Act, Enforcement Decree art. 13-2)."""
    known = (
        facts.age is not None and facts.age >= PENSION_AGE,
        any(years_between(born_on=born, on=facts.on) <= INFANT_YEARS for born in facts.children or ()),
        facts.disability not in (None, Disability.NONE),
        facts.pregnant is True,
        facts.single_parent is True,
    )
    if any(known):
        return True
    told = (facts.children, facts.disability, facts.pregnant, facts.single_parent)
    return None if any(one is None for one in told) else False


def energy_voucher(on: date) -> Benefit:
    """에너지바우처."""
    code, what = (
        "energy_voucher",
        {"ko": "생계·의료·주거·교육급여 수급 가구", "en": "households on basic living security"},
    )

    def amount(facts: Facts) -> Money:
        return won(law("energy_voucher.by_size", on)[min(facts.household_size or 1, LISTED_SIZE)])

    return benefit(
        code,
        income_within(percent_name="housing_benefit.income_percent", on=on, what=what),
        asks(code, "born_on", on=on, holds=_vulnerable),
        on=on,
        amount=amount,
    )


def emergency(on: date) -> Benefit:
    """긴급복지 생계지원."""
    code, what = "emergency_support", {"ko": "긴급복지", "en": "emergency support"}
    return benefit(
        code,
        asks(code, "dismissed", "bereaved", on=on, holds=lambda facts: bool(facts.dismissed or facts.bereaved)),
        income_within(percent_name="emergency.income_percent", on=on, what=what),
        assets_within(name="emergency.asset_limit", on=on),
        on=on,
    )


def care_insurance(on: date) -> Benefit:
    """노인장기요양급여."""
    code = "long_term_care"
    return benefit(code, asks(code, "care_grade", on=on, holds=lambda facts: facts.care_grade in CARE_GRADES), on=on)


LIVELIHOOD = (
    basic_pension,
    disability_pension,
    livelihood,
    housing_benefit,
    energy_voucher,
    emergency,
    care_insurance,
)
