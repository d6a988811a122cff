"""The Schulze method: who beats whom, directly or by way of others.

Source of the method: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
single-winner election method", Social Choice and Welfare 36 (2011); strength of a link by winning votes (his order `>win`):
of two links with as many votes for them, the one with fewer against it is stronger.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from madang.systems.elections.domain.counting.ties import Precedence, ordered

Matrix = tuple[tuple[int, ...], ...]
Strength = tuple[int, int]  # votes for the weakest link of a path, and minus those against it; (0, 0) where no path is


@dataclass(frozen=True, kw_only=True)
class Schulze:
    """`duels[a][b]`: how many rank a before b; `paths[a][b]`: votes for the weakest link of the strongest path; `places`:
    equals together.
    """

    duels: Matrix
    paths: Matrix
    places: tuple[tuple[int, ...], ...]
    winner: int


def schulze(*, rankings: Sequence[Sequence[int]], candidates: int, precedence: Precedence) -> Schulze:
    """The result of ballots that give each candidate a rank: 1 is best, equal ranks may be, 0 is unranked and comes last."""
    duels = _duels(rankings, candidates)
    strong = _strengths(duels)
    paths = tuple(tuple(votes for votes, _against in row) for row in strong)
    places = _places(strong)
    winner = ordered(candidates=places[0], precedence=precedence)[0]
    return Schulze(duels=duels, paths=paths, places=places, winner=winner)


def _duels(rankings: Sequence[Sequence[int]], candidates: int) -> Matrix:
    counted = [[0] * candidates for _one in range(candidates)]
    for ranking in rankings:
        ranks = [rank or float("inf") for rank in ranking]
        for one, rank in enumerate(ranks):
            for other, behind in enumerate(ranks):
                counted[one][other] += rank < behind
    return tuple(map(tuple, counted))


def _strengths(duels: Matrix) -> list[list[Strength]]:
    """A path is as strong as its weakest link; the strongest over all ways (Floyd and Warshall's order)."""
    everyone = range(len(duels))
    strong = [
        [(duels[a][b], -duels[b][a]) if duels[a][b] > duels[b][a] else (0, 0) for b in everyone] for a in everyone
    ]
    for over in everyone:
        for one in everyone:
            for other in everyone:
                if one != other and over not in (one, other):
                    strong[one][other] = max(strong[one][other], min(strong[one][over], strong[over][other]))
    return strong


def _places(paths: Sequence[Sequence[Strength]]) -> tuple[tuple[int, ...], ...]:
    """First all whom nobody beats, then all whom only those beat, and so on."""
    left, places = list(range(len(paths))), []
    while left:
        unbeaten = tuple(one for one in left if all(paths[one][other] >= paths[other][one] for other in left))
        places.append(unbeaten)
        left = [one for one in left if one not in unbeaten]
    return tuple(places)
