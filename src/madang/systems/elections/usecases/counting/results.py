"""What came out: the sums of the board and of the paper, for pages, charts and open data."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.words import RANKED, Channel, QuestionKind
from madang.systems.elections.models import BoardData, Election, Question, Voter
from madang.systems.elections.usecases.counting.archive import last_event_of
from madang.systems.elections.usecases.counting.count_paper import agreed_counts


@dataclass(frozen=True, kw_only=True)
class AnswerResult:
    """An answer's votes. `blank` marks the blank vote, whose text is empty."""

    text: str
    text_en: str
    online: int
    paper: int
    blank: bool = False

    @property
    def votes(self) -> int:
        """By both ways."""
        return self.online + self.paper


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """A question and its answers in the order of the ballot; the blank vote first where one was offered. Where ballots are
    ranked, there are `ballots` instead: what each of them says.
    """

    text: str
    text_en: str
    kind: str
    most: int
    answers: tuple[AnswerResult, ...]
    ballots: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many of the roll voted, by which way. Says nothing of what they voted, and is shown while the voting goes on."""

    voters: int
    online: int
    paper: int
    post: int

    @property
    def voted(self) -> int:
        """By all ways."""
        return self.online + self.paper + self.post

    @property
    def percent(self) -> float:
        """Of the roll."""
        return 100 * self.voted / self.voters if self.voters else 0.0


@dataclass(frozen=True, kw_only=True)
class Results:
    """The result of an election. `head` is the hash of the board's last event; `quorum_met` is None where none is asked."""

    uuid: str
    title: str
    title_en: str
    turnout: Turnout
    questions: tuple[QuestionResult, ...]
    quorum_percent: int | None
    quorum_met: bool | None
    head: str
    weighted: bool


def turnout_of(*, election: Election) -> Turnout:
    """As the roll has it now; after its names are deleted as it was then."""
    if election.roll_figures is not None:
        return Turnout(**{one: election.roll_figures[one] for one in ("voters", "online", "paper", "post")})
    found = Voter.objects.filter(election=election).aggregate(
        voters=Count("pk"),
        online=Count("pk", filter=Q(channel=Channel.ONLINE.value)),
        paper=Count("pk", filter=Q(channel=Channel.PAPER.value)),
        post=Count("pk", filter=Q(channel=Channel.POST.value)),
    )
    return Turnout(**found)


def quorum_met(*, election: Election, turnout: Turnout) -> bool | None:
    """Whether as many of the roll voted as are asked for; None where none are."""
    asked = election.quorum_percent
    return None if asked is None else turnout.voted * 100 >= asked * turnout.voters


def results_of(*, election: Election) -> Results | None:
    """The result, once the board has it; None before. Paper counts only where two officials said the same."""
    text = (
        BoardData.objects.filter(event__election=election, event__kind=Kind.RESULT.value)
        .values_list("text", flat=True)
        .first()
    )
    if text is None:
        return None
    online = json.loads(text)["result"]
    stations = [one.counts for one in agreed_counts(election=election).values()]
    turnout = turnout_of(election=election)
    figures = election.roll_figures or Voter.objects.filter(election=election).aggregate(weight=Sum("weight"))
    return Results(
        uuid=election.uuid,
        title=election.title,
        title_en=election.title_en,
        turnout=turnout,
        questions=tuple(
            _question(asked, online[place], [one[place] for one in stations])
            for place, asked in enumerate(election.questions.order_by("position"))
        ),
        quorum_percent=election.quorum_percent,
        quorum_met=quorum_met(election=election, turnout=turnout),
        head=last_event_of(election=election),
        weighted=(figures["weight"] or 0) != turnout.voters,
    )


def _question(asked: Question, online: list[Any], stations: list[list[int]]) -> QuestionResult:
    ranked = QuestionKind(asked.kind) in RANKED
    return QuestionResult(
        text=asked.text,
        text_en=asked.text_en,
        kind=asked.kind,
        most=asked.most,
        answers=() if ranked else _answers(asked, online, stations),
        ballots=tuple(map(tuple, online)) if ranked else (),
    )


def _answers(asked: Question, online: list[int], stations: list[list[int]]) -> tuple[AnswerResult, ...]:
    blank = [{"text": "", "text_en": ""}] if asked.blank else []
    return tuple(
        AnswerResult(
            text=answer["text"],
            text_en=answer["text_en"],
            online=int(online[place]),
            paper=sum(counted[place] for counted in stations),
            blank=asked.blank and place == 0,
        )
        for place, answer in enumerate([*blank, *asked.answers])
    )
