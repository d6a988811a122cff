"""Conditions that several Korean benefits share."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from madang.framework.law import citation, parameter
from madang.framework.values import Money
from madang.systems.civil.domain.benefits import Condition, Facts

CURRENCY = "KRW"
Text = Mapping[str, str]
LARGEST_LISTED = 6


def won(amount: int | Decimal) -> Money:
    """So many won."""
    return Money(int(amount), CURRENCY)


def law(name: str, on: date) -> Any:
    """The parameter `civil.benefits.<name>` on that day."""
    return parameter(f"civil.benefits.{name}", on=on)


def cite(name: str, on: date) -> str:
    """Where it stands."""
    return citation(f"civil.benefits.{name}", on=on)


def written(amount: Money) -> str:
    """`1,000,000`."""
    return f"{amount.minor:,}"


def median_income(*, size: int, on: date) -> Money:
    """The median income of a household of `size` a month. Above six people each one adds what the sixth added (notice)."""
    table = law("median_income", on)
    if size <= LARGEST_LISTED:
        return won(table[max(size, 1)])
    step = table[LARGEST_LISTED] - table[LARGEST_LISTED - 1]
    return won(table[LARGEST_LISTED] + step * (size - LARGEST_LISTED))


def share_of_median(*, percent: Decimal, size: int, on: date) -> Money:
    """`percent` of the median income, rounded to the won."""
    return won((Decimal(median_income(size=size, on=on).minor) * percent / 100).to_integral_value())


def income_within(*, percent_name: str, on: date, what: Text) -> Condition:
    """The household's income is at most a share of the median. Income above it without any deduction may still pass after
    the law's reckoning, but the finder answers by what is known: income before deductions."""
    percent = law(percent_name, on)

    def holds(facts: Facts) -> bool | None:
        assert facts.household_size is not None and facts.monthly_income is not None  # noqa: PT018, S101
        return facts.monthly_income <= share_of_median(percent=percent, size=facts.household_size, on=facts.on)

    return Condition(
        data=("monthly_income", "household_size"),
        holds=holds,
        met={
            "ko": f"가구 소득이 기준 중위소득의 {percent}% 이하입니다({what['ko']}).",
            "en": f"Your household's income is at most {percent} % of the median ({what['en']}).",
        },
        unmet={
            "ko": f"가구 소득이 기준 중위소득의 {percent}%를 넘습니다({what['ko']}).",
            "en": f"Your household's income is above {percent} % of the median ({what['en']}).",
        },
        cite=cite(percent_name, on),
    )


def assets_within(*, name: str, on: date) -> Condition:
    """The net wealth is at most a limit."""
    limit = law(name, on)
    return Condition(
        data=("assets",),
        holds=lambda facts: facts.assets is not None and facts.assets <= limit,
        met={"ko": f"재산이 {written(limit)}원 이하입니다.", "en": f"Your assets are at most {written(limit)} won."},
        unmet={"ko": f"재산이 {written(limit)}원을 넘습니다.", "en": f"Your assets are above {written(limit)} won."},
        cite=cite(name, on),
    )


def assets_below(*, name: str, on: date) -> Condition:
    """The net wealth is less than a limit."""
    limit = law(name, on)
    return Condition(
        data=("assets",),
        holds=lambda facts: facts.assets is not None and facts.assets < limit,
        met={"ko": f"재산이 {written(limit)}원 미만입니다.", "en": f"Your assets are below {written(limit)} won."},
        unmet={"ko": f"재산이 {written(limit)}원 이상입니다.", "en": f"Your assets are {written(limit)} won or more."},
        cite=cite(name, on),
    )


def yearly_income_below(*, name: str, on: date) -> Condition:
    """Twelve months' income are below a limit."""
    limit = law(name, on)
    return Condition(
        data=("monthly_income",),
        holds=lambda facts: facts.monthly_income is not None and facts.monthly_income * 12 < limit,
        met={
            "ko": f"연 소득이 {written(limit)}원보다 적습니다.",
            "en": f"Your yearly income is below {written(limit)} won.",
        },
        unmet={
            "ko": f"연 소득이 {written(limit)}원 이상입니다.",
            "en": f"Your yearly income is {written(limit)} won or more.",
        },
        cite=cite(name, on),
    )


def halved_when_wealthy(most: Money, *, facts: Facts, on: date) -> Money:
    """Half of a credit from a certain wealth on (Restriction of Special Taxation Act arts. 100-5 (4), 100-30)."""
    wealthy = facts.assets is not None and facts.assets >= law("earned_income.half_from", on)
    return won(most.minor // 2) if wealthy else most


def months_between(born_on: date, on: date) -> int:
    """Full months lived."""
    return (on.year - born_on.year) * 12 + on.month - born_on.month - (on.day < born_on.day)


def months_begun(born_on: date, on: date) -> int:
    """Calendar months since that of the birth: an allowance ends with the month before a birthday's month."""
    return (on.year - born_on.year) * 12 + on.month - born_on.month


def citizen(*, article: str) -> Condition:
    """Nationality of the Republic of Korea."""
    return Condition(
        data=("citizen",),
        holds=lambda facts: facts.citizen,
        met={"ko": "대한민국 국민입니다.", "en": "You are a national of the Republic of Korea."},
        unmet={"ko": "대한민국 국민만 받을 수 있습니다.", "en": "It is for nationals of the Republic of Korea."},
        cite=article,
    )
