"""What a budget line allows: each stage of spending stays within the stage before it.

National Finance Act (Korea) arts. 43 (allotment, reserve), 45 (no spending outside the budget), 46 to 48 (transfers,
carry-over). The stages are those of any public budget.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise


class Stage(StrEnum):
    """A stage of a line, in the order in which money passes them. Transfers and carry-over move the appropriation itself;
    what is frozen narrows the allotment.
    """

    APPROPRIATION = "appropriation"
    TRANSFER = "transfer"
    CARRY_OVER = "carry_over"
    ALLOTMENT = "allotment"
    FREEZE = "freeze"
    COMMITMENT = "commitment"
    OBLIGATION = "obligation"
    ORDER = "order"
    PAYMENT = "payment"


# From the widest limit to the narrowest; the first is what the budget gives with transfers and carry-over.
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


def budget_of(amounts: Mapping[Stage, int]) -> int:
    """What the line may spend in its year: appropriated, with transfers and carry-over."""
    return sum(amounts.get(stage, 0) for stage in (Stage.APPROPRIATION, Stage.TRANSFER, Stage.CARRY_OVER))


def exceeded(*, amounts: Mapping[Stage, int], stage: Stage, minor: int) -> Exceeded | None:
    """What breaks when `minor` (negative: taken back) is added at `stage`; None when every limit holds."""
    after = {**amounts, stage: amounts.get(stage, 0) + minor}
    for limit, allowed, inner, wanted in _limits(after):
        if wanted > allowed:
            return Exceeded(inner, limit, allowed, wanted)
    least = next((one for one in _floors(after) if one[1] < 0), None)
    return Exceeded(stage, least[0], least[1] - minor, -minor) if least else None


def _limits(after: Mapping[Stage, int]) -> Iterator[tuple[Stage, int, Stage, int]]:
    frozen = after.get(Stage.FREEZE, 0)
    for limit, inner in pairwise(CHAIN):
        allowed = budget_of(after) if limit is Stage.APPROPRIATION else after.get(limit, 0)
        if inner is Stage.COMMITMENT and frozen > 0:
            limit, allowed = Stage.FREEZE, allowed - frozen
        yield limit, allowed, inner, after.get(inner, 0)


def _floors(after: Mapping[Stage, int]) -> Iterator[tuple[Stage, int]]:
    """What may not fall below nothing. Money carried over serves its own purpose alone (art. 48 (2)), so that a transfer
    takes at most what this year's budget gave.
    """
    yield Stage.TRANSFER, after.get(Stage.APPROPRIATION, 0) + after.get(Stage.TRANSFER, 0)
    yield Stage.FREEZE, after.get(Stage.FREEZE, 0)
    yield from ((stage, after.get(stage, 0)) for stage in CHAIN)
