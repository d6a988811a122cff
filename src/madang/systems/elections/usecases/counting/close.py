"""Close an election: no ballot is taken any more, and those that count begin to be added up, still encrypted."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.belenios.board import Kind
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Election, SeenCiphertext
from madang.systems.elections.usecases.append_to_board import append, lock_board
from madang.systems.elections.usecases.counting.add_up import begin_adding_up
from madang.systems.elections.usecases.counting.leave_out import leave_out_overridden
from madang.systems.elections.usecases.counting.survey_rules import require_enough_answers
from madang.systems.elections.usecases.joint_step import approve


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
        if held.paper_overrides:
            leave_out_overridden(election=held, board=board, actor=actor, now=now)
        begin_adding_up(election=held, board=board, actor=actor, now=now)
        SeenCiphertext.objects.filter(election=held).delete()
        held.state = State.CLOSED.value

    return approve(election=election, step=Step.CLOSE, act=act, actor=actor, now=now)
