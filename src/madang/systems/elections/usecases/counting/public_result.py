"""What everybody may know of an election's result: sums of the board and of paper, roll and turnout."""

from dataclasses import dataclass, replace

from madang.systems.elections.domain.belenios.board import Kind as EventKind
from madang.systems.elections.domain.counting.outcome import Outcome, Sums, outcome
from madang.systems.elections.domain.counting.ranked import RankedOutcome, ranked_outcome
from madang.systems.elections.domain.counting.ties import lot
from madang.systems.elections.domain.ending import tellable
from madang.systems.elections.domain.words import Kind, QuestionKind, State
from madang.systems.elections.models import BoardEvent, Election, Question
from madang.systems.elections.usecases.counting.results import Turnout, quorum_met, results_of, turnout_of

Rows = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PublicResult:
    """`votes`: by question, then by answer, a blank vote first where one is offered; None until the trustees have decrypted.
    `ballots`: by question, what each ranked ballot says. `quorum_met` is None where no quorum is asked. A tie is drawn by
    `seed`, the hash of the event that closed the board.
    """

    turnout: Turnout
    quorum_met: bool | None
    votes: Rows | None
    ballots: tuple[Rows, ...]
    seed: str


def public_result(*, election: Election) -> PublicResult:
    """Gathers it. While ballots are taken, there is turnout and nothing else."""
    closing = BoardEvent.objects.filter(election=election, kind=EventKind.END_BALLOTS.value).first()
    turnout = turnout_of(election=election)
    found = results_of(election=election) if election.state in (State.COUNTED, State.PUBLISHED) else None
    return PublicResult(
        turnout=turnout,
        quorum_met=quorum_met(election=election, turnout=turnout),
        votes=None if found is None else tuple(tuple(one.votes for one in asked.answers) for asked in found.questions),
        ballots=() if found is None else tuple(asked.ballots for asked in found.questions),
        seed=closing.hash if closing else "",
    )


def outcome_of(*, question: Question, result: PublicResult, place: int) -> tuple[Sums, Outcome] | None:
    """The sums of the question at `place` of the ballot and what they mean; None before there are any."""
    if result.votes is None:
        return None
    total = result.votes[place]
    blank, votes = (total[0], total[1:]) if question.blank else (0, total)
    refused, votes = (votes[-1], votes[:-1]) if question.refusal else (0, votes)
    turnout = result.turnout
    sums = Sums(votes=votes, blank=blank, refused=refused, cast=turnout.voted, roll=turnout.voters)
    found = outcome(
        kind=Kind(question.election.kind),
        question=QuestionKind(question.kind),
        sums=sums,
        quorum_percent=question.election.quorum_percent,
        precedence=lot(seed=result.seed, candidates=len(votes)),
    )
    return sums, found


def ranked_outcome_of(*, question: Question, result: PublicResult, place: int) -> RankedOutcome | None:
    """What the ranked ballots of the question at `place` mean; None before they are opened. Without quorum none is elected."""
    if not result.ballots:
        return None
    candidates = len(question.answers)
    found = ranked_outcome(
        kind=QuestionKind(question.kind),
        ballots=result.ballots[place],
        candidates=candidates,
        seats=question.most,
        precedence=lot(seed=result.seed, candidates=candidates),
    )
    return replace(found, elected=()) if result.quorum_met is False else found


def turnouts_of_the_day(*, election: Election) -> dict[str, float]:
    """The turnout in percent by district, of all elections of this kind that close at the same time."""
    held = Election.objects.filter(kind=election.kind, closes_at=election.closes_at).exclude(division="")
    sums: dict[str, list[int]] = {}
    for one in held.exclude(state__in=[State.DRAFT.value, State.CANCELLED.value]):
        turnout = turnout_of(election=one)
        if turnout.voters and tellable(kind=Kind(one.kind), answered=turnout.voted):
            found = sums.setdefault(one.division, [0, 0])
            found[0] += turnout.voters
            found[1] += turnout.voted
    return {division: round(100 * voted / roll, 1) for division, (roll, voted) in sums.items()}
