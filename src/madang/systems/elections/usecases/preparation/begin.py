"""Begin the board: election, trustees and credentials are published, and ballots are taken when the day comes."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios import board as steps
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.credentials import credentials_json
from madang.systems.elections.domain.belenios.election import Election as PublicElection
from madang.systems.elections.domain.belenios.election import Question, election_json
from madang.systems.elections.domain.belenios.trustees import read_trustees
from madang.systems.elections.domain.counting.ranked import extra_of
from madang.systems.elections.domain.words import RANKED, QuestionKind, State, Step
from madang.systems.elections.models import Credential, Election
from madang.systems.elections.models import Question as AskedQuestion
from madang.systems.elections.usecases.append_to_board import append, begin_board
from madang.systems.elections.usecases.group_of_election import group_of_election
from madang.systems.elections.usecases.joint_step import approve
from madang.systems.elections.usecases.preparation.hand_in_key import next_step, published_trustees
from madang.systems.elections.usecases.preparation.translate_ballot import words_on_board

OVERRIDES = _(
    "Paper overrides: who votes on paper at a station after voting online is counted on paper. Ballots of credentials on the "
    "published list are left out of the counted archive; the collection board holds them all."
)


class NotPrepared(Refusal):
    """Keys or credentials are missing."""

    code = "elections.not_prepared"
    says = _("The board was not begun: all trustees' keys and all credentials have to be handed in before.")


class OpeningPast(Refusal):
    """Too late."""

    code = "elections.opening_past"
    says = _("The board was not begun: the time of voting is over.")


def approve_beginning(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Raises NotPrepared, OpeningPast, and what `joint_step.approve` does."""

    def act(held: Election) -> None:
        trustees = list(held.trustees.order_by("position"))
        publics = dict(Credential.objects.filter(election=held, voided_at=None).values_list("public", "weight"))
        if next_step(election=held, trustees=trustees) or not publics:
            raise NotPrepared
        if now >= held.closes_at:
            raise OpeningPast
        listed = published_trustees(election=held, trustees=trustees)
        said = election_json(
            election=_published(held, read_trustees(raw=listed, group=group_of_election(election=held)).election_key)
        )
        first = steps.setup(election=said, trustees=listed, credentials=credentials_json(publics=publics))
        append(board=begin_board(election=held, now=now), kind=Kind.SETUP, texts=first.data, now=now)
        held.state = State.READY.value

    return approve(election=election, step=Step.BEGIN, act=act, actor=actor, now=now)


def _published(election: Election, key: int) -> PublicElection:
    return PublicElection(
        uuid=election.uuid,
        name=both(election.title, election.title_en),
        description="\n".join(
            filter(
                None, (both(election.about, election.about_en), _overrides(election), words_on_board(election=election))
            )
        ),
        public_key=key,
        questions=tuple(_question(one) for one in election.questions.order_by("position")),
        administrator=election.office,
        group=group_of_election(election=election),
    )


def _overrides(election: Election) -> str:
    """What every program that reads the board should know: that there will be two archives."""
    if not election.paper_overrides:
        return ""
    with override(pack().languages[0]):
        native = str(OVERRIDES)
    with override("en"):
        return both(native, str(OVERRIDES))


def _question(one: AskedQuestion) -> Question:
    kind = QuestionKind(one.kind)
    ranked = kind in RANKED
    return Question(
        text=both(one.text, one.text_en),
        answers=tuple(both(answer["text"], answer["text_en"]) for answer in one.answers),
        minimum=0 if ranked else one.least,
        maximum=0 if ranked else one.most,
        blank=one.blank and not ranked,
        ranked=ranked,
        extra=extra_of(kind=kind, seats=one.most) if ranked else "",
    )


def both(native: str, english: str) -> str:
    """A text in the two languages in which the board has it."""
    return native if native == english or not english else f"{native} / {english}"
