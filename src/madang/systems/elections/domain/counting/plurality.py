"""The most votes win: single and multiple choice, approval, weights: they differ in the ballot and not in the count."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from madang.systems.elections.domain.counting.ties import Precedence, ordered


@dataclass(frozen=True, kw_only=True)
class Plurality:
    """Who is elected, all candidates by votes, and which candidates a tie-break parted at the last seat."""

    elected: tuple[int, ...]
    ranking: tuple[int, ...]
    tied: tuple[int, ...]


def most_votes(*, votes: Sequence[int], seats: int, precedence: Precedence) -> Plurality:
    """The `seats` candidates with the most votes; `votes` of each, weights already in them."""
    ranking = tuple(
        one
        for _count, equal in groupby(sorted(range(len(votes)), key=lambda one: -votes[one]), key=votes.__getitem__)
        for one in ordered(candidates=tuple(equal), precedence=precedence)
    )
    elected = ranking[:seats]
    tied: tuple[int, ...] = ()
    if 0 < seats < len(ranking) and votes[ranking[seats - 1]] == votes[ranking[seats]]:
        tied = tuple(one for one in ranking if votes[one] == votes[ranking[seats]])
    return Plurality(elected=elected, ranking=ranking, tied=tied)
