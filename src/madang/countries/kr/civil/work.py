"""Benefits around work, and for young people. Their words stand in `benefits.yaml`."""

from datetime import date

from madang.countries.kr.civil.conditions import (
    assets_below,
    assets_within,
    cite,
    halved_when_wealthy,
    income_within,
    law,
    written,
)
from madang.countries.kr.civil.described import aged, asks, benefit
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Benefit, Condition, Facts, Home, Work

YOUTH = (19, 34)
TRAINING_AGE = (15, 74)


def _with_family(facts: Facts) -> bool:
    return bool(facts.married or facts.children)


def _yearly_income(on: date) -> Condition:
    """Whether a spouse earns is not among the facts: between the limits for one and two earners it stays open."""
    single, earner, two = (law(f"earned_income.{name}_limit", on) for name in ("single", "earner", "two_earners"))
    alone, one, both = written(single), written(earner), written(two)

    def holds(facts: Facts) -> bool | None:
        assert facts.monthly_income is not None  # noqa: S101
        yearly = facts.monthly_income * 12
        if not _with_family(facts):
            return bool(yearly < single)
        return True if yearly < earner else None if facts.married and yearly < two else False

    return Condition(
        data=("monthly_income", "married", "children"),
        holds=holds,
        met={
            "ko": "연 소득이 가구 유형의 기준보다 적습니다.",
            "en": "Your yearly income is below your household's limit.",
        },
        unmet={
            "ko": f"연 소득이 기준(단독 {alone}원, 홑벌이 {one}원, 맞벌이 {both}원) 이상입니다.",
            "en": f"Your yearly income reaches the limit ({alone} won alone, {one} with one earner, {both} with two).",
        },
        cite=cite("earned_income.single_limit", on),
    )


def earned_income(on: date) -> Benefit:
    """근로장려금."""

    def amount(facts: Facts) -> Money:
        most: Money = law("earned_income.earner_most" if _with_family(facts) else "earned_income.single_most", on)
        return halved_when_wealthy(most, facts=facts, on=on)

    code = "earned_income_credit"
    earns = asks(code, "work", on=on, holds=lambda facts: facts.work in (Work.EMPLOYEE, Work.SELF_EMPLOYED))
    wealth = assets_below(name="earned_income.asset_limit", on=on)
    return benefit(code, earns, _yearly_income(on), wealth, on=on, amount=amount)


def training_card(on: date) -> Benefit:
    """국민내일배움카드."""
    code, (youngest, oldest) = "training_card", TRAINING_AGE
    of_age = aged(code, on=on, youngest=youngest, oldest=oldest)
    return benefit(code, of_age, on=on, amount=lambda _facts: law("training_card.amount", on))


def youth_rent(on: date) -> Benefit:
    """청년월세 지원: a young person who rents by the month apart from the parents."""
    code, (youngest, oldest) = "youth_rent", YOUTH
    return benefit(
        code,
        aged(code, on=on, youngest=youngest, oldest=oldest),
        asks(code, "lives_with_parents", on=on, holds=lambda facts: not facts.lives_with_parents),
        asks(code, "home", on=on, holds=lambda facts: facts.home is Home.MONTHLY_RENT),
        income_within(
            percent_name="youth_rent.income_percent", on=on, what={"ko": "청년 가구", "en": "your own household"}
        ),
        assets_within(name="youth_rent.asset_limit", on=on),
        on=on,
        amount=lambda _facts: law("youth_rent.amount", on),
        months=law("youth_rent.months", on),
    )


def _insured(*, name: str, on: date) -> Condition:
    days = law(name, on)
    return Condition(
        data=("insured_days",),
        holds=lambda facts: facts.insured_days is not None and facts.insured_days >= days,
        met={"ko": f"고용보험 가입 기간이 {days}일 이상입니다.", "en": f"You have {days} insured days or more."},
        unmet={"ko": f"고용보험 가입 기간이 {days}일보다 짧습니다.", "en": f"You have fewer than {days} insured days."},
        cite=cite(name, on),
    )


def job_seeking(on: date) -> Benefit:
    """구직급여."""
    code = "job_seeking_benefit"
    return benefit(
        code,
        asks(code, "work", on=on, holds=lambda facts: facts.work is Work.UNEMPLOYED),
        asks(code, "dismissed", on=on, holds=lambda facts: facts.dismissed),
        _insured(name="job_seeking.insured_days", on=on),
        on=on,
    )


def parental_leave(on: date) -> Benefit:
    """육아휴직급여."""
    code = "parental_leave_benefit"
    takes_leave = asks(code, "parental_leave", on=on, holds=lambda facts: facts.parental_leave)
    insured = _insured(name="parental_leave.insured_days", on=on)
    return benefit(code, takes_leave, insured, on=on, amount=lambda _facts: law("parental_leave.most", on))


WORK = (earned_income, training_card, youth_rent, job_seeking, parental_leave)
