"""Benefits for those in need, the old and the disabled."""

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
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Condition, Disability, Facts, Home, years_between

MOHW = {"ko": "보건복지부", "en": "Ministry of Health and Welfare"}
MONTHLY_AT_MOST = {"ko": "매월 최대", "en": "each month, at most"}
PENSION_AGE = 65
ADULT = 18
# A twelfth of four hundredths a year (Basic Pension Act, Enforcement Rule art. 2; Disability Pension Act likewise).
PENSION_ASSET_RATE = Decimal("0.04") / 12
# General property counts with 4.17 hundredths a month, a home with 1.04 (National Basic Living Security Act art. 6-3; notice).
GENERAL_RATE = Decimal("0.0417")
HOME_RATE = Decimal("0.0104")
LISTED_SIZE = 4
INFANT_YEARS = 7


def _reckoned(*, assets: Money, deduction: Money, rate: Decimal) -> Decimal:
    return max(Decimal(0), Decimal(assets.minor - deduction.minor)) * rate


def _pension_income(*, scheme: str, on: date) -> Condition:
    """The recognised income lies below the threshold: surely where income without any deduction does, open in between."""
    single, couple = law(f"{scheme}.single_limit", on), law(f"{scheme}.couple_limit", on)
    deduction = law("basic_pension.asset_deduction", on)

    def holds(facts: Facts) -> bool | None:
        assert facts.monthly_income is not None and facts.assets is not None  # noqa: PT018, S101
        limit = (couple if facts.married else single).minor
        property_income = _reckoned(assets=facts.assets, deduction=deduction, rate=PENSION_ASSET_RATE)
        if facts.monthly_income.minor + property_income <= limit:
            return True
        # Earned income counts at most seven tenths after its deduction, so above this even the kindest reckoning fails.
        return None if Decimal(facts.monthly_income.minor) * Decimal("0.7") <= limit * Decimal("1.3") else False

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
    return Benefit(
        code="basic_pension",
        title={"ko": "기초연금", "en": "Basic pension"},
        summary={
            "ko": "65세 이상이고 소득과 재산이 적은 분에게 드립니다.",
            "en": "From 65, for those with little income and assets.",
        },
        agency=MOHW,
        cite="Basic Pension Act art. 3",
        conditions=(
            Condition(
                data=("born_on",),
                holds=lambda facts: facts.age is not None and facts.age >= PENSION_AGE,
                met={"ko": "65세 이상입니다.", "en": "You are 65 or older."},
                unmet={"ko": "65세부터 받을 수 있습니다.", "en": "It begins at 65."},
                cite="Basic Pension Act art. 3 (1)",
            ),
            citizen(article="Basic Pension Act art. 2"),
            _pension_income(scheme="basic_pension", on=on),
        ),
        amount=lambda _facts: law("basic_pension.amount", on),
        amount_note=MONTHLY_AT_MOST,
        service="civil.basic_pension",
    )


def disability_pension(on: date) -> Benefit:
    """장애인연금."""
    return Benefit(
        code="disability_pension",
        title={"ko": "장애인연금", "en": "Disability pension"},
        summary={
            "ko": "소득과 재산이 적은 중증장애인에게 드립니다.",
            "en": "For adults with a severe disability and little income.",
        },
        agency=MOHW,
        cite="Disability Pension Act art. 4",
        conditions=(
            Condition(
                data=("disability",),
                holds=lambda facts: facts.disability is Disability.SEVERE,
                met={"ko": "중증장애인으로 등록되어 있습니다.", "en": "You are registered with a severe disability."},
                unmet={
                    "ko": "중증장애인으로 등록된 분께 드립니다.",
                    "en": "It is for those registered with a severe disability.",
                },
                cite="Disability Pension Act art. 2",
            ),
            Condition(
                data=("born_on",),
                holds=lambda facts: facts.age is not None and facts.age >= ADULT,
                met={"ko": "18세 이상입니다.", "en": "You are 18 or older."},
                unmet={"ko": "18세부터 받을 수 있습니다.", "en": "It begins at 18."},
                cite="Disability Pension Act art. 4 (1)",
            ),
            _pension_income(scheme="disability_pension", on=on),
        ),
        amount=lambda _facts: law("disability_pension.amount", on),
        amount_note=MONTHLY_AT_MOST,
        service="civil.disability_pension",
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

    return Benefit(
        code="livelihood_benefit",
        title={"ko": "생계급여", "en": "Livelihood benefit"},
        summary={
            "ko": "생활이 어려운 가구에 모자라는 생활비를 드립니다.",
            "en": "What a household in need lacks to live on.",
        },
        agency=MOHW,
        cite="National Basic Living Security Act art. 8",
        conditions=(_recognised_income(on),),
        amount=amount,
        amount_note=MONTHLY_AT_MOST,
        service="civil.livelihood_benefit",
    )


def housing_benefit(on: date) -> Benefit:
    """주거급여."""
    return Benefit(
        code="housing_benefit",
        title={"ko": "주거급여", "en": "Housing benefit"},
        summary={
            "ko": "임차료나 집수리 비용을 지원합니다.",
            "en": "Helps with rent, or with repairs of one's own home.",
        },
        agency={"ko": "국토교통부", "en": "Ministry of Land, Infrastructure and Transport"},
        cite="Housing Benefit Act art. 5",
        conditions=(
            income_within(
                percent_name="housing_benefit.income_percent", on=on, what={"ko": "주거급여", "en": "housing benefit"}
            ),
            Condition(
                data=("home",),
                holds=lambda facts: facts.home is not Home.FREE,
                met={"ko": "임차하거나 소유한 집에 살고 있습니다.", "en": "You rent or own the home you live in."},
                unmet={
                    "ko": "무상으로 거주하면 받을 수 없습니다.",
                    "en": "It is not paid to those who live free of charge.",
                },
                cite="Housing Benefit Act arts. 7, 8",
            ),
        ),
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


VULNERABLE = Condition(
    data=("born_on",),
    holds=_vulnerable,
    met={
        "ko": "노인, 영유아, 장애인, 임산부 또는 한부모가 있는 가구입니다.",
        "en": "Your household has someone old, very young, disabled, pregnant, or raising a child alone.",
    },
    unmet={
        "ko": "노인, 영유아, 장애인, 임산부, 한부모가 없는 가구입니다.",
        "en": "Your household has nobody old, very young, disabled, pregnant, or raising a child alone.",
    },
    cite="Energy Act, Enforcement Decree art. 13-2",
)


def energy_voucher(on: date) -> Benefit:
    """에너지바우처."""
    households = {"ko": "생계·의료·주거·교육급여 수급 가구", "en": "households on basic living security"}

    def amount(facts: Facts) -> Money:
        return won(law("energy_voucher.by_size", on)[min(facts.household_size or 1, LISTED_SIZE)])

    return Benefit(
        code="energy_voucher",
        title={"ko": "에너지바우처", "en": "Energy voucher"},
        summary={"ko": "냉난방에 쓰는 이용권입니다.", "en": "A voucher for heating and cooling."},
        agency={"ko": "기후에너지환경부", "en": "Ministry of Climate, Energy and Environment"},
        cite=cite("energy_voucher.by_size", on),
        conditions=(
            income_within(percent_name="housing_benefit.income_percent", on=on, what=households),
            VULNERABLE,
        ),
        amount=amount,
        amount_note={"ko": "매년", "en": "each year"},
        service="civil.energy_voucher",
    )


def emergency(on: date) -> Benefit:
    """긴급복지 생계지원."""
    return Benefit(
        code="emergency_support",
        title={"ko": "긴급복지 생계지원", "en": "Emergency support"},
        summary={
            "ko": "실직, 질병, 사망 등 갑작스러운 위기에 먼저 지원합니다.",
            "en": "Help first, in a sudden crisis.",
        },
        agency=MOHW,
        cite="Emergency Welfare Support Act arts. 2, 5",
        conditions=(
            Condition(
                data=("dismissed", "bereaved"),
                holds=lambda facts: bool(facts.dismissed or facts.bereaved),
                met={
                    "ko": "실직이나 가족의 사망이라는 위기를 겪었습니다.",
                    "en": "You lost your job or a member of your family.",
                },
                unmet={
                    "ko": "알려 주신 내용에는 위기 사유가 없습니다.",
                    "en": "Nothing you told is a crisis in the sense of the law.",
                },
                cite="Emergency Welfare Support Act art. 2",
            ),
            income_within(
                percent_name="emergency.income_percent", on=on, what={"ko": "긴급복지", "en": "emergency support"}
            ),
            assets_within(name="emergency.asset_limit", on=on),
        ),
        service="civil.emergency_support",
    )


def care_insurance(on: date) -> Benefit:
    """노인장기요양급여."""
    article = "Act on Long-Term Care Insurance for the Aged arts. 15, 23"
    return Benefit(
        code="long_term_care",
        title={"ko": "노인장기요양급여", "en": "Long-term care benefit"},
        summary={
            "ko": "장기요양등급을 받은 분의 돌봄 비용을 지원합니다.",
            "en": "Care for those with a long-term care grade.",
        },
        agency={"ko": "국민건강보험공단", "en": "National Health Insurance Service"},
        cite=article,
        conditions=(
            Condition(
                data=("care_grade",),
                holds=lambda facts: bool(facts.care_grade and 1 <= facts.care_grade <= 5),
                met={"ko": "장기요양등급(1~5등급)을 받았습니다.", "en": "You have a long-term care grade from 1 to 5."},
                unmet={"ko": "장기요양등급이 있어야 합니다.", "en": "It needs a long-term care grade."},
                cite=article,
            ),
        ),
    )


LIVELIHOOD = (
    basic_pension,
    disability_pension,
    livelihood,
    housing_benefit,
    energy_voucher,
    emergency,
    care_insurance,
)
