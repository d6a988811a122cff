"""Announce an election: from then on its calendar and its questions stand."""

from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Election
from madang.systems.elections.usecases.joint_step import approve


def approve_announcement(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Raises what `joint_step.approve` does."""

    def act(held: Election) -> None:
        held.state, held.announced_at = State.ANNOUNCED.value, now

    return approve(election=election, step=Step.ANNOUNCE, act=act, actor=actor, now=now)
