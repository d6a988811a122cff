"""What a programme is to reach with its money, and what it reached.

Korea: National Finance Act arts. 8 and 85-2 and those after it: each office puts targets with its budget, and reports what came
of them. A target is set before parliament has the budget, so that nobody fits it to the result.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Direction(StrEnum):
    """Whether more is better, or less."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How a target stands: its result where one is reported, whether it was met, and what lies between."""

    target: Decimal
    result: Decimal | None
    direction: Direction

    @property
    def met(self) -> bool | None:
        """None while nothing is reported."""
        if self.result is None:
            return None
        return self.result >= self.target if self.direction is Direction.UP else self.result <= self.target

    @property
    def beyond(self) -> Decimal | None:
        """By how much the result is better than the target; worse where it is negative."""
        if self.result is None:
            return None
        return self.result - self.target if self.direction is Direction.UP else self.target - self.result


def open_for_targets(*, states: set[str]) -> bool:
    """Whether targets of a year may still be set, by the states of its budgets: until the first one is before parliament."""
    return bool(states) and states <= {"requests", "review"}
