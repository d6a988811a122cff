"""What everybody may know of an election's result: sums of the board and of paper, roll and turnout."""

import json
from collections import Counter
from dataclasses import dataclass

from madang.systems.elections.domain.belenios.board import Kind as EventKind
from madang.systems.elections.domain.counting.outcome import Outcome, Sums, outcome
from madang.systems.elections.domain.counting.ties import lot
from madang.systems.elections.domain.words import Channel, Kind, QuestionKind, State
from madang.systems.elections.models import (
    Ballot,
    BoardData,
    BoardEvent,
    Credential,
    Election,
    PaperCount,
    Question,
    Voter,
)

Rows = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class PublicResult:
    """`board` and `paper`: votes by question, then by answer, a blank vote first where one is offered; `board` is None until
    the trustees have decrypted. `seed` is what a tie is drawn by: the hash of the event that closed the board.
    """

    roll: int
    online: int
    on_paper: int
    board: Rows | None
    paper: Rows
    stations: int
    seed: str

    @property
    def cast(self) -> int:
        """How many took part."""
        return self.online + self.on_paper


def public_result(*, election: Election) -> PublicResult:
    """Gathers it. While ballots are taken, there is turnout and nothing else."""
    closing = BoardEvent.objects.filter(election=election, kind=EventKind.END_BALLOTS.value).first()
    paper, stations = _paper(election)
    roll, online, on_paper = _turnout(election)
    return PublicResult(
        roll=roll,
        online=online,
        on_paper=on_paper,
        board=_board(election),
        paper=paper,
        stations=stations,
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


def _board(election: Election) -> Rows | None:
    if election.state not in (State.COUNTED, State.PUBLISHED):
        return None
    event = BoardEvent.objects.filter(election=election, kind=EventKind.RESULT.value).first()
    if event is None:
        return None
    text = BoardData.objects.filter(event=event).order_by("-position").values_list("text", flat=True)[0]
    return tuple(tuple(int(one) for one in row) for row in json.loads(text)["result"])


def _paper(election: Election) -> tuple[Rows, int]:
    """The sums of the stations where two officials counted the same."""
    by_station: dict[str, Counter[str]] = {}
    for station, counts in PaperCount.objects.filter(election=election).values_list("station", "counts"):
        by_station.setdefault(station, Counter())[json.dumps(counts)] += 1
    agreed = [json.loads(said) for found in by_station.values() for said, times in found.items() if times > 1]
    questions = zip(*agreed, strict=True)
    return tuple(tuple(map(sum, zip(*rows, strict=True))) for rows in questions), len(agreed)


def outcome_of(*, question: Question, result: PublicResult, place: int) -> tuple[Sums, Outcome] | None:
    """The sums of the question at `place` of the ballot and what they mean; None before there are any."""
    if result.board is None:
        return None
    rows = [result.board[place], *([result.paper[place]] if result.paper else [])]
    total = tuple(map(sum, zip(*rows, strict=True)))
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
