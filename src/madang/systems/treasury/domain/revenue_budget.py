"""What the state expects to come in, beside what came in.

Korea: National Finance Act arts. 17 and 21 (3) (all revenue stands in the budget, by its nature), 34 no. 2-2 (an estimate
comes with its method, and with what last year's differed by).
"""

from dataclasses import dataclass

from madang.systems.treasury.domain.formulation import State

# Who says what is expected, while the budget stands where: the budget office, then parliament.
BY_GOVERNMENT = frozenset({State.REQUESTS, State.REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A class of revenue: what was expected and what came in."""

    code: str
    expected: int
    came: int

    @property
    def more(self) -> int:
        """How much more came in than was expected; negative: how much less."""
        return self.came - self.expected

    @property
    def percent(self) -> int | None:
        """How much of it came in, of a hundred, rounded down; None where nothing was expected."""
        return self.came * 100 // self.expected if self.expected > 0 else None
