"""Close an election: no ballot is taken any more, and the sums of those that count stand on the board, still encrypted."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.belenios.tally import tally_of_last
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Ballot, BoardData, Credential, Election, SeenCiphertext
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.counting.survey_rules import require_enough_answers
from madang.systems.elections.usecases.joint_step import approve
from madang.systems.elections.usecases.voting.public_election import public_election


class StillOpen(Refusal):
    """Before the announced end."""

    code = "elections.still_open"
    says = _("The election was not closed: it takes ballots until {closes}.")


def approve_closing(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Raises StillOpen, TooFewAnswered, and what `joint_step.approve` does."""

    def act(held: Election) -> None:
        if now < held.closes_at:
            raise StillOpen(closes=written.moment(held.closes_at))
        require_enough_answers(election=held)
        board = lock_board(election=held)
        append(board=board, kind=Kind.END_BALLOTS, texts=(), now=now)
        weights = dict(Credential.objects.filter(election=held).values_list("public", "weight"))
        tally = tally_of_last(election=public_election(uuid=held.uuid), ballots=_ballots(held), weights=weights)
        append(board=board, kind=Kind.ENCRYPTED_TALLY, texts=(tally.json, tally.sized), now=now)
        SeenCiphertext.objects.filter(election=held).delete()
        held.state = State.CLOSED.value

    return approve(election=election, step=Step.CLOSE, act=act, actor=actor, now=now)


def _ballots(election: Election) -> Iterator[str]:
    """The last ballot of each credential, a few at a time."""
    cast = Ballot.objects.filter(election=election).order_by("credential", "-event__height").distinct("credential")
    texts = BoardData.objects.filter(event__in=cast.values("event"))
    yield from texts.values_list("text", flat=True).iterator(chunk_size=500)
