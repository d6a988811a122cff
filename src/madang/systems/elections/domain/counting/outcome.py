"""What the sums of a question mean: who is elected, whether a referendum is carried, whether enough took part."""

from dataclasses import dataclass
from fractions import Fraction

from madang.systems.elections.domain.counting.plurality import most_votes
from madang.systems.elections.domain.counting.referendum import Quorum, Verdict, decide
from madang.systems.elections.domain.counting.ties import Precedence
from madang.systems.elections.domain.words import Kind, QuestionKind


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """`ranking`: answers by votes. `elected`: who won a single choice. `tied`: answers that only a lot or a law can part."""

    ranking: tuple[int, ...]
    elected: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    verdict: Verdict | None = None
    quorate: bool = True


@dataclass(frozen=True, kw_only=True)
class Sums:
    """The votes of a question's answers, the blank ones, those that refuse every answer, and how many stand on the roll and
    took part.
    """

    votes: tuple[int, ...]
    blank: int
    cast: int
    roll: int
    refused: int = 0


def outcome(
    *, kind: Kind, question: QuestionKind, sums: Sums, quorum_percent: int | None, precedence: Precedence
) -> Outcome:
    """The outcome of one question. A single choice elects one; several choices are ranked, and the notice says how many win.

    A tie in a public election is left open: the law prefers the elder (공직선거법 art. 188 (1)), whom no ballot names.
    """
    share = Fraction(quorum_percent or 0, 100)
    quorate = sums.cast >= share * sums.roll and sums.cast > 0
    single = question is QuestionKind.SINGLE
    found = most_votes(votes=sums.votes, seats=int(single), precedence=precedence)
    if kind is Kind.REFERENDUM and single and len(sums.votes) == len(("yes", "no")):
        yes, no = sums.votes
        idle = sums.blank + sums.refused
        verdict = decide(yes=yes, no=no, blank=idle, roll=sums.roll, quorum=Quorum(turnout=share))
        return Outcome(ranking=found.ranking, verdict=verdict, quorate=quorate)
    undecided = not quorate or (kind is Kind.PUBLIC and bool(found.tied))
    elected = () if undecided else found.elected
    return Outcome(ranking=found.ranking, elected=elected, tied=found.tied, quorate=quorate)
