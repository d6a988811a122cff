"""What pages show of a value that was found."""

from collections.abc import Sequence
from typing import Any

from madang.framework.audit.spoken import spoken
from madang.framework.values import Money
from madang.systems.customs.domain.find_value import Worked
from madang.systems.customs.domain.value_found import ValueStep
from madang.systems.customs.usecases.valuation.words import METHODS, STEPS, WHYS


def steps_shown(*, steps: Sequence[ValueStep], currency: str, named: bool) -> list[dict[str, Any]]:
    """Each step with its article; where not `named`, without the references of compared goods."""
    return [
        {
            "title": STEPS.get(step.code, step.code),
            "detail": step.detail if named else step.detail.rpartition(": ")[2],
            "amount": Money(step.amount, currency),
            "cite": spoken(step.cite),
        }
        for step in steps
    ]


def failed_shown(*, worked: Worked) -> list[dict[str, Any]]:
    """Why the methods before it fail."""
    return [
        {
            "method": METHODS[one.method],
            "reasons": [(WHYS[reason.why], spoken(reason.cite)) for reason in one.reasons],
        }
        for one in worked.failed
    ]
