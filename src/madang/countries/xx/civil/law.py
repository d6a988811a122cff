"""Hanbit's benefits (fictional): two, for it is a small country."""

from datetime import date

from madang.framework.law import citation, fills, parameter
from madang.systems.civil.domain.benefits import BENEFITS, Benefit, Condition, years_between

LANTERN_AGE = 70


@fills(BENEFITS)
def benefits(on: date) -> tuple[Benefit, ...]:
    """The cradle gift and the lantern pension."""
    return (_cradle_gift(on), _lantern_pension(on))


def _cradle_gift(on: date) -> Benefit:
    cite = citation("civil.benefits.cradle_gift", on=on)
    return Benefit(
        code="cradle_gift",
        title={"en": "Cradle gift", "ko": "요람 선물"},
        summary={"en": "A single payment for each new-born child.", "ko": "태어난 아이마다 한 번 드립니다."},
        agency={"en": "Family Office", "ko": "가족청"},
        cite=cite,
        conditions=(
            Condition(
                data=("children",),
                holds=lambda facts: any(years_between(born_on=born, on=facts.on) < 1 for born in facts.children or ()),
                met={"en": "You have a child in its first year.", "ko": "한 살이 되지 않은 아이가 있습니다."},
                unmet={"en": "You have no child in its first year.", "ko": "한 살이 되지 않은 아이가 없습니다."},
                cite=cite,
            ),
        ),
        amount=lambda _facts: parameter("civil.benefits.cradle_gift", on=on),
        amount_note={"en": "once", "ko": "한 번"},
        service="civil.cradle_gift",
    )


def _lantern_pension(on: date) -> Benefit:
    cite = citation("civil.benefits.lantern_pension", on=on)
    return Benefit(
        code="lantern_pension",
        title={"en": "Lantern pension", "ko": "등불 연금"},
        summary={"en": "For everyone from 70 on.", "ko": "70세부터 모두에게 드립니다."},
        agency={"en": "Chancellery", "ko": "총리청"},
        cite=cite,
        conditions=(
            Condition(
                data=("born_on",),
                holds=lambda facts: facts.age is not None and facts.age >= LANTERN_AGE,
                met={"en": "You are 70 or older.", "ko": "70세 이상입니다."},
                unmet={"en": "It begins at 70.", "ko": "70세부터 받을 수 있습니다."},
                cite=cite,
            ),
        ),
        amount=lambda _facts: parameter("civil.benefits.lantern_pension", on=on),
        amount_note={"en": "each month", "ko": "매월"},
    )
