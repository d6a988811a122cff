"""What the worked examples call."""

from datetime import date
from typing import Any

from madang.countries.kr.civil.conditions import won
from madang.countries.kr.civil.law import benefits
from madang.systems.civil.domain.benefits import Answer, Facts, Work, answer

MONEY = ("monthly_income", "assets")


def answer_of(*, code: str, on: date, **told: Any) -> Answer:
    """The answer of the benefit `code` to what was told; amounts in won."""
    known: dict[str, Any] = {name: won(value) if name in MONEY else value for name, value in told.items()}
    if "children" in known:
        known["children"] = tuple(known["children"])
    if "work" in known:
        known["work"] = Work(known["work"])
    benefit = next(one for one in benefits(on) if one.code == code)
    return answer(benefit=benefit, facts=Facts(on=on, **known))
