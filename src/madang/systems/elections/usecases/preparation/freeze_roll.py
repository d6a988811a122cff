"""Freeze the roll: from then on it stands, under a digest that is published."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.elections.domain.roll import Entry, digest_of
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Election, Voter
from madang.systems.elections.usecases.joint_step import approve
from madang.systems.elections.usecases.preparation.object_to_roll import open_objections


class StillInspected(Refusal):
    """The days of inspection are not over, or an objection is undecided."""

    code = "elections.still_inspected"
    says = _("The roll was not frozen: it lies open until {until}, and {open} objections wait for a decision.")


class RollEmpty(Refusal):
    """Nobody could vote."""

    code = "elections.roll_empty"
    says = _("The roll was not frozen: nobody stands on it.")


def approve_freezing(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Raises StillInspected, RollEmpty, and what `joint_step.approve` does."""

    def act(held: Election) -> None:
        waiting = open_objections(election=held)
        if timezone.localdate(now) <= held.inspection_until or waiting:
            raise StillInspected(until=written.day(held.inspection_until), open=waiting)
        if not Voter.objects.filter(election=held).exists():
            raise RollEmpty
        held.roll_digest, held.state = roll_digest(election=held), State.ROLL_FROZEN.value

    return approve(election=election, step=Step.FREEZE_ROLL, act=act, actor=actor, now=now)


def roll_digest(*, election: Election) -> str:
    """The digest of the roll as it stands."""
    rows = Voter.objects.filter(election=election).order_by("number").iterator(chunk_size=5000)
    return digest_of(
        entries=(
            Entry(number=one.number, person=one.person, name=one.name, birth_on=one.birth_on, weight=one.weight)
            for one in rows
        )
    )
