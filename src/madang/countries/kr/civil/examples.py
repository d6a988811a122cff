"""What the worked examples call."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from madang.countries.kr.civil.conditions import won
from madang.countries.kr.civil.law import benefits
from madang.systems.civil.domain.benefits import Answer, Disability, Facts, Home, Work, answer

READ: Mapping[str, Callable[[Any], Any]] = {
    "monthly_income": won,
    "assets": won,
    "children": tuple,
    "work": Work,
    "home": Home,
    "disability": Disability,
}


def answer_of(*, code: str, on: date, **told: Any) -> Answer:
    """The answer of the benefit `code` to what was told; amounts in won."""
    known = {name: READ[name](value) if name in READ else value for name, value in told.items()}
    benefit = next(one for one in benefits(on) if one.code == code)
    return answer(benefit=benefit, facts=Facts(on=on, **known))
