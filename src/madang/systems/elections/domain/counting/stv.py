"""The single transferable vote by the rules of Scottish local elections: weighted inclusive Gregory method, five decimals.

The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52. Amounts are whole
hundred-thousandths of a vote. One departure: where rules 49 and 50 draw a lot, `precedence` was drawn before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from madang.systems.elections.domain.counting.ties import Precedence

UNIT = 100_000


class Act(StrEnum):
    """What a stage did."""

    FIRST = "first"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Votes of every candidate at the end of a stage, what could not be transferred, what was lost in the fifth decimal."""

    act: Act
    of: int | None
    votes: tuple[int, ...]
    exhausted: int
    elected: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Count:
    """The whole count; `elected` in the order of election."""

    quota: int
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]


@dataclass
class _Paper:
    preferences: tuple[int, ...]
    value: int


@dataclass
class _Table:
    """The parcels on the counting table."""

    parcels: list[list[_Paper]]
    seats: int
    precedence: Precedence
    quota: int = 0
    total: int = 0
    elected: list[int] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    transferred: set[int] = field(default_factory=set)
    kept: dict[int, int] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)

    def votes(self, one: int) -> int:
        return self.kept[one] if one in self.kept else sum(paper.value for paper in self.parcels[one])

    def continuing(self) -> list[int]:
        return [one for one in range(len(self.parcels)) if one not in self.elected and one not in self.excluded]

    def record(self, act: Act, of: int | None) -> None:
        """Rule 47: who has reached the quota is elected, the most votes first; then the stage is written down."""
        reached = [one for one in self.continuing() if self.votes(one) >= self.quota]
        self.elect(reached)
        votes = tuple(self.votes(one) for one in range(len(self.parcels)))
        self.stages.append(
            Stage(act=act, of=of, votes=votes, exhausted=self.total - sum(votes), elected=tuple(self.elected))
        )

    def elect(self, reached: list[int]) -> None:
        while reached:
            self.elected.append(self.most(reached))
            reached.remove(self.elected[-1])

    def most(self, candidates: Sequence[int]) -> int:
        """Most votes; of equals who had more at the latest stage at which they differed, then by precedence."""
        return max(candidates, key=lambda one: (self._history(one), -self.precedence.index(one)))

    def fewest(self, candidates: Sequence[int]) -> int:
        return min(candidates, key=lambda one: (self._history(one), -self.precedence.index(one)))

    def _history(self, one: int) -> tuple[int, ...]:
        return (self.votes(one), *(stage.votes[one] for stage in reversed(self.stages)))

    def transfer(self, one: int, numerator: int, denominator: int) -> None:
        """Each paper goes on to its next continuing candidate at that part of its value, to five decimals (rule 48 (3))."""
        open_to = set(self.continuing()) - {one}
        papers, self.parcels[one] = self.parcels[one], []
        for paper in papers:
            value = paper.value * numerator // denominator
            following = next((other for other in paper.preferences if other in open_to), None)
            if following is not None:
                self.parcels[following].append(_Paper(paper.preferences, value))


def single_transferable_vote(
    *, preferences: Sequence[Sequence[int]], candidates: int, seats: int, precedence: Precedence
) -> Count:
    """The count of ballots that list candidates, the most preferred first; a ballot without a preference is no valid vote."""
    table = _Table(parcels=[[] for _one in range(candidates)], seats=seats, precedence=precedence)
    for ballot in preferences:
        if ballot:
            table.parcels[ballot[0]].append(_Paper(tuple(ballot), UNIT))
            table.total += UNIT
    # Rule 46: valid papers through seats and one, without the fraction, and one.
    table.quota = (table.total // UNIT // (seats + 1) + 1) * UNIT
    table.record(Act.FIRST, None)
    while _next_stage(table):
        pass
    return Count(quota=table.quota, stages=tuple(table.stages), elected=tuple(table.elected[:seats]))


def _next_stage(table: _Table) -> bool:
    """One stage more; False when every seat is filled."""
    if len(table.elected) >= table.seats:
        return False
    if len(table.continuing()) <= table.seats - len(table.elected):
        # Rule 52: as many are left as there are vacancies.
        table.elect(table.continuing())
        return False
    surplus = [one for one in table.elected if one not in table.transferred and table.votes(one) > table.quota]
    if surplus:
        _transfer_surplus(table, table.most(surplus))
    else:
        _exclude(table, table.fewest(table.continuing()))
    return True


def _transfer_surplus(table: _Table, one: int) -> None:
    """Rules 48 and 49: the largest surplus first; every paper at surplus times value through votes."""
    votes = table.votes(one)
    table.transferred.add(one)
    table.transfer(one, votes - table.quota, votes)
    table.kept[one] = table.quota
    table.record(Act.SURPLUS, one)


def _exclude(table: _Table, one: int) -> None:
    """Rules 50 and 51: the fewest votes; the papers go on at the value at which they came."""
    table.excluded.append(one)
    table.transfer(one, 1, 1)
    table.record(Act.EXCLUSION, one)


def preferences_of(*, ranking: Sequence[int]) -> tuple[int, ...]:
    """Ranks of a ballot (1 best, 0 none) as candidates in order, up to the first rank that is missing or given twice."""
    order = []
    for rank in range(1, len(ranking) + 1):
        found = [one for one, given in enumerate(ranking) if given == rank]
        if len(found) != 1:
            break
        order.append(found[0])
    return tuple(order)
