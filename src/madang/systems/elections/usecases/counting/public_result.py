"""What everybody may know of an election's result: sums of the board and of paper, roll and turnout."""

from collections import Counter
from dataclasses import dataclass

from madang.systems.elections.domain.belenios.board import Kind as EventKind
from madang.systems.elections.domain.counting.outcome import Outcome, Sums, outcome
from madang.systems.elections.domain.counting.ties import lot
from madang.systems.elections.domain.words import Channel, Kind, QuestionKind, State
from madang.systems.elections.models import (
    Ballot,
    BoardEvent,
    Credential,
    Election,
    PaperCount,
    Question,
    Voter,
)
from madang.systems.elections.usecases.counting.results import results_of

Rows = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PublicResult:
    """`votes`: by question, then by answer, a blank vote first where one is offered; None until the trustees have decrypted.
    `seed` is what a tie is drawn by: the hash of the event that closed the board.
    """

    roll: int
    online: int
    on_paper: int
    votes: Rows | None
    seed: str

    @property
    def cast(self) -> int:
        """How many took part."""
        return self.online + self.on_paper


def public_result(*, election: Election) -> PublicResult:
    """Gathers it. While ballots are taken, there is turnout and nothing else."""
    closing = BoardEvent.objects.filter(election=election, kind=EventKind.END_BALLOTS.value).first()
    roll, online, on_paper = _turnout(election)
    return PublicResult(
        roll=roll,
        online=online,
        on_paper=on_paper,
        votes=_votes(election),
        seed=closing.hash if closing else "",
    )


def _turnout(election: Election) -> tuple[int, int, int]:
    """How many stand on the roll, voted online and on paper: from the roll, or from what is left when its names are deleted."""
    if election.purged_at is None:
        channels = Counter(Voter.objects.filter(election=election).values_list("channel", flat=True))
        return channels.total(), channels[Channel.ONLINE.value], channels[Channel.PAPER.value]
    given = Credential.objects.filter(election=election, voided_at=None).exclude(given_at=None).count()
    online = Ballot.objects.filter(election=election).values("credential").distinct().count()
    boxes = dict(PaperCount.objects.filter(election=election).values_list("station", "handed_out"))
    return given, online, sum(boxes.values())


def _votes(election: Election) -> Rows | None:
    if election.state not in (State.COUNTED, State.PUBLISHED):
        return None
    found = results_of(election=election)
    return None if found is None else tuple(tuple(one.votes for one in asked.answers) for asked in found.questions)


def outcome_of(*, question: Question, result: PublicResult, place: int) -> tuple[Sums, Outcome] | None:
    """The sums of the question at `place` of the ballot and what they mean; None before there are any."""
    if result.votes is None:
        return None
    total = result.votes[place]
    blank, votes = (total[0], total[1:]) if question.blank else (0, total)
    sums = Sums(votes=votes, blank=blank, cast=result.cast, roll=result.roll)
    found = outcome(
        kind=Kind(question.election.kind),
        question=QuestionKind(question.kind),
        sums=sums,
        quorum_percent=question.election.quorum_percent,
        precedence=lot(seed=result.seed, candidates=len(votes)),
    )
    return sums, found


def turnouts_of_the_day(*, election: Election) -> dict[str, float]:
    """The turnout in percent by district, of all elections of this kind that close at the same time."""
    found: dict[str, float] = {}
    beside = Election.objects.filter(kind=election.kind, closes_at=election.closes_at).exclude(division="")
    for one in beside.exclude(state__in=[State.DRAFT.value, State.CANCELLED.value]):
        roll = Voter.objects.filter(election=one).count()
        voted = Voter.objects.filter(election=one).exclude(channel="").count()
        if roll:
            found[one.division] = round(100 * voted / roll, 1)
    return found
