"""What a budget line allows: each stage of spending stays within the stage before it.

National Finance Act (Korea) arts. 43 (allotment), 45 (no spending outside the budget).
The stages are those of any public budget.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Stage(StrEnum):
    """A stage of a line, in the order in which money passes them. A transfer moves the appropriation itself."""

    APPROPRIATION = "appropriation"
    TRANSFER = "transfer"
    ALLOTMENT = "allotment"
    COMMITMENT = "commitment"
    OBLIGATION = "obligation"
    ORDER = "order"
    PAYMENT = "payment"


# From the widest limit to the narrowest; appropriation and transfers together are the first.
CHAIN = (Stage.APPROPRIATION, Stage.ALLOTMENT, Stage.COMMITMENT, Stage.OBLIGATION, Stage.ORDER, Stage.PAYMENT)
# What one amount may be: a thousand million million minor units, far within the database's integers also when summed.
LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Exceeded:
    """The stage that would break, the limit it meets, and by how much."""

    stage: Stage
    limit: Stage
    allowed: int
    wanted: int

    @property
    def excess(self) -> int:
        """By how much."""
        return self.wanted - self.allowed


def exceeded(*, amounts: dict[Stage, int], stage: Stage, minor: int) -> Exceeded | None:
    """What breaks when `minor` (negative: taken back) is added at `stage`; None when every limit holds."""
    after = {**amounts, stage: amounts.get(stage, 0) + minor}
    totals = [(one, after.get(one, 0)) for one in CHAIN]
    totals[0] = (Stage.APPROPRIATION, totals[0][1] + after.get(Stage.TRANSFER, 0))
    for (limit, allowed), (inner, wanted) in pairwise(totals):
        if wanted > allowed:
            return Exceeded(inner, limit, allowed, wanted)
    least = next(((one, total) for one, total in totals if total < 0), None)
    return Exceeded(stage, least[0], amounts.get(stage, 0), amounts.get(stage, 0) - minor) if least else None
