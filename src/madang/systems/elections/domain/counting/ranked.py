"""What the opened ballots of a ranked question mean: by single transferable vote, the Schulze method or majority judgment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from madang.systems.elections.domain.counting.majority_judgment import Judgment, majority_judgment
from madang.systems.elections.domain.counting.schulze import Schulze, schulze
from madang.systems.elections.domain.counting.stv import Count, preferences_of, single_transferable_vote
from madang.systems.elections.domain.counting.ties import Precedence
from madang.systems.elections.domain.words import QuestionKind

GRADES = 5
"""Excellent, good, fair, poor, to be rejected: 1 to 5 on the ballot."""

Numbers = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RankedOutcome:
    """How many ballots were valid, blank (all numbers are 0) or invalid, whom the method elects, and how it came to that:
    one of `count`, `duels` and `judgment`, none where no ballot was valid.
    """

    valid: int
    blank: int
    invalid: int
    elected: Numbers
    count: Count | None = None
    duels: Schulze | None = None
    judgment: Judgment | None = None


def extra_of(*, kind: QuestionKind, seats: int) -> str:
    """How the published question says its numbers are to be read, in the words in which Belenios' own pages say it."""
    return {
        QuestionKind.STV: f'{{"type":"PreferentialVoting","blank":true,"method":{{"type":"STV","nseats":{seats}}}}}',
        QuestionKind.SCHULZE: '{"type":"PreferentialVoting","blank":true,"method":{"type":"Schulze"}}',
        QuestionKind.GRADES: '{"type":"MajorityJudgment","blank":true,"grades":["1","2","3","4","5"]}',
    }[kind]


def ranked_outcome(
    *, kind: QuestionKind, ballots: Sequence[Numbers], candidates: int, seats: int, precedence: Precedence
) -> RankedOutcome:
    """Counts `ballots`, each a number for each candidate. Who leaves a candidate out of grades gives it the last one.

    Invalid is a ranking without a first preference, or with a rank or grade that there is not: no page makes it, but a
    voter's own program can.
    """
    written = [ballot for ballot in ballots if any(ballot)]
    blank = len(ballots) - len(written)
    most = GRADES if kind is QuestionKind.GRADES else candidates
    valid = [
        ballot for ballot in written if max(ballot) <= most and (kind is not QuestionKind.STV or _preferred(ballot))
    ]
    told = RankedOutcome(valid=len(valid), blank=blank, invalid=len(written) - len(valid), elected=())
    if not valid:
        return told
    if kind is QuestionKind.STV:
        count = single_transferable_vote(
            preferences=[_preferred(ballot) for ballot in valid],
            candidates=candidates,
            seats=seats,
            precedence=precedence,
        )
        return replace(told, elected=count.elected, count=count)
    if kind is QuestionKind.SCHULZE:
        duels = schulze(rankings=valid, candidates=candidates, precedence=precedence)
        return replace(told, elected=(duels.winner,), duels=duels)
    graded = [tuple(grade or GRADES for grade in ballot) for ballot in valid]
    judgment = majority_judgment(ballots=graded, grades=GRADES, precedence=precedence)
    return replace(told, elected=(judgment.winner,), judgment=judgment)


def _preferred(ballot: Numbers) -> Numbers:
    return preferences_of(ranking=ballot)
