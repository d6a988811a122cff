"""Cancel an election, take back a proposal, or begin the ceremony anew. Nothing leaves the board by it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Board, Credential, Election, JointStep, ShuffleToCheck, TallyPart
from madang.systems.elections.usecases.append_to_board import lock_board
from madang.systems.elections.usecases.joint_step import NotProposed, approve, propose
from madang.systems.elections.usecases.preparation.tell_cancelled import begin_telling


class SayWhyCancelled(Refusal):
    """Voters are told why."""

    code = "elections.cancel_reason"
    says = _("The cancelling was not proposed: write why, in a sentence that voters read.")
    status = 422


def propose_cancelling(*, election: Election, because: str, actor: Actor, now: datetime) -> JointStep:
    """Propose it with the sentence that voters will read. Raises Forbidden, SayWhyCancelled, NotNow."""
    require(actor, "elections.manage", election.office)
    if not because.strip():
        raise SayWhyCancelled
    with transaction.atomic():
        made = propose(election=election, step=Step.CANCEL, actor=actor, now=now)
        if not made.note:
            made.note = because.strip()[:500]
            made.save(update_fields=["note"])
    return made


def approve_cancelling(*, election: Election, actor: Actor, now: datetime) -> Election:
    """No ballot is taken any more, the trustees are asked for nothing, and the voters are told by jobs.

    Raises what `joint_step.approve` does.
    """

    def act(held: Election) -> None:
        if Board.objects.filter(election=held).exists():
            # Who casts a ballot holds the board, too: what comes after finds the election cancelled.
            lock_board(election=held)
        # What workers are at comes to nothing: they look for it when they are done.
        TallyPart.objects.filter(election=held).delete()
        ShuffleToCheck.objects.filter(election=held).delete()
        held.cancelled_because = JointStep.objects.get(election=held, step=Step.CANCEL.value).note
        held.state, held.cancelled_at = State.CANCELLED.value, now
        begin_telling(election=held)

    return approve(election=election, step=Step.CANCEL, act=act, actor=actor, now=now)


def approve_beginning_anew(*, election: Election, actor: Actor, now: datetime) -> Election:
    """Before the board began: all keys and credentials that were handed in go, and the ceremony begins at its first step.

    Raises what `joint_step.approve` does.
    """

    def act(held: Election) -> None:
        held.trustees.update(public="", certificate="", polynomial="", output="", handed_in_at=None)
        Credential.objects.filter(election=held).delete()
        # Another ceremony may fail, too: the steps stand in the trail, and may be proposed again.
        JointStep.objects.filter(election=held, step__in=[Step.ANEW.value, Step.BEGIN.value]).delete()

    return approve(election=election, step=Step.ANEW, act=act, actor=actor, now=now)


def take_back(*, election: Election, step: Step, actor: Actor, now: datetime) -> None:
    """Take back a step that was proposed and not approved yet. Raises Forbidden, NotProposed."""
    require(actor, "elections.manage", election.office)
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        gone, _kinds = JointStep.objects.filter(election=held, step=step.value, approved_by="").delete()
        if not gone:
            raise NotProposed
        detail = {"step": step.value}
        record(actor=actor, action="elections.take_back", target=f"election:{held.uuid}", detail=detail, now=now)
