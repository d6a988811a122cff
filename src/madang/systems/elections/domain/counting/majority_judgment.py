"""Majority judgment: a candidate's grade is what a majority gives at least; what is left without it tells equals apart.

Source of the method: M. Balinski and R. Laraki, "Majority Judgment" (MIT Press 2011): majority-grade and majority-value.
Of two middle grades the lower one is the majority-grade, as in the book; belenios-tool 2.0 takes the upper one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from madang.systems.elections.domain.counting.ties import Precedence, ordered


@dataclass(frozen=True, kw_only=True)
class Judgment:
    """`grades[c][g]`: how many gave candidate c grade g (0 is the best); `majority[c]`: its grade; `places`: the best first."""

    grades: tuple[tuple[int, ...], ...]
    majority: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]
    winner: int


def majority_judgment(*, ballots: Sequence[Sequence[int]], grades: int, precedence: Precedence) -> Judgment:
    """The result of ballots that give each candidate a grade from 1 (best) to `grades`; at least one ballot."""
    candidates = range(len(ballots[0]))
    counted = tuple(
        tuple(sum(ballot[one] == grade for ballot in ballots) for grade in range(1, grades + 1)) for one in candidates
    )
    values = [_majority_value(row) for row in counted]
    places = tuple(tuple(one for one in candidates if values[one] == value) for value in sorted(set(values)))
    winner = ordered(candidates=places[0], precedence=precedence)[0]
    return Judgment(grades=counted, majority=tuple(value[0] for value in values), places=places, winner=winner)


def _majority_value(row: Sequence[int]) -> tuple[int, ...]:
    """The majority-grades in turn as one after another is taken out; of two in the middle the lower one."""
    left, value = list(row), []
    for voters in range(sum(row), 0, -1):
        needed, grade = voters // 2 + 1, 0
        reached = left[0]
        while reached < needed:
            grade += 1
            reached += left[grade]
        value.append(grade)
        left[grade] -= 1
    return tuple(value)
