"""Announce an election: from then on its calendar and its questions stand."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases.joint_step import approve


class RollUndrawn(Refusal):
    """Once announced, the roll changes by objection only."""

    code = "elections.roll_undrawn"
    says = _("The election was not announced: nobody stands on its roll. Draw the roll first.")


def approve_announcement(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Raises RollUndrawn, and what `joint_step.approve` does."""

    def act(held: Election) -> None:
        if not Voter.objects.filter(election=held).exists():
            raise RollUndrawn
        held.state, held.announced_at = State.ANNOUNCED.value, now

    return approve(election=election, step=Step.ANNOUNCE, act=act, actor=actor, now=now)
