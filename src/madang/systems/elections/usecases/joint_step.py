"""A step of an election that one manager proposes and another approves."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Refusal
from madang.systems.elections.domain.words import State, Step
from madang.systems.elections.models import Election, JointStep

FROM = {
    Step.ANNOUNCE: State.DRAFT,
    Step.FREEZE_ROLL: State.ANNOUNCED,
    Step.BEGIN: State.ROLL_FROZEN,
    Step.CLOSE: State.READY,
    Step.PUBLISH: State.COUNTED,
}
"""In which state each step of the way is taken."""

CANCELLABLE = frozenset({State.DRAFT, State.ANNOUNCED, State.ROLL_FROZEN, State.READY, State.CLOSED})
"""Until its sums are opened."""
ASIDE = {Step.CANCEL: CANCELLABLE, Step.ANEW: frozenset({State.ROLL_FROZEN})}
"""In which states each step aside of the way is taken."""


def may_be_taken(*, step: Step, state: State) -> bool:
    """Whether the step is taken in this state."""
    return state in ASIDE[step] if step in ASIDE else FROM[step] is state


class NotNow(Refusal):
    """The election is not where the step begins."""

    code = "elections.step_not_now"
    says = _("This step was not taken: the election is not that far, or further already. Load the page anew.")


class OwnProposal(Refusal):
    """Who proposed does not approve."""

    code = "elections.own_proposal"
    says = _("You proposed this step yourself: another manager has to approve it.")


class NotProposed(Refusal):
    """Nobody proposed it yet."""

    code = "elections.not_proposed"
    says = _("This step was not taken: nobody proposed it yet.")


def propose(*, election: Election, step: Step, actor: Actor, now: datetime) -> JointStep:
    """Propose the election's next step. Proposed again by the same manager, it changes nothing. Raises Forbidden, NotNow."""
    require(actor, "elections.manage", election.office)
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        if not may_be_taken(step=step, state=State(held.state)):
            raise NotNow
        made, new = JointStep.objects.get_or_create(
            election=held, step=step.value, defaults={"proposed_by": officer(actor), "proposed_at": now}
        )
        if new:
            detail = {"step": step.value}
            record(actor=actor, action="elections.propose", target=f"election:{held.uuid}", detail=detail, now=now)
    return made


def approve(
    *, election: Election, step: Step, act: Callable[[Election], None], actor: Actor, now: datetime
) -> Election:
    """Take the step that a colleague proposed: `act` does it, in this transaction, and leaves the new state on the election.

    Raises Forbidden, NotNow, NotProposed, OwnProposal, and what `act` refuses.
    """
    require(actor, "elections.manage", election.office)
    with transaction.atomic():
        held = Election.objects.select_for_update(no_key=True).get(pk=election.pk)
        if not may_be_taken(step=step, state=State(held.state)):
            raise NotNow
        proposed = JointStep.objects.filter(election=held, step=step.value).first()
        if proposed is None:
            raise NotProposed
        if proposed.proposed_by == officer(actor):
            raise OwnProposal
        proposed.approved_by, proposed.approved_at = officer(actor), now
        proposed.save(update_fields=["approved_by", "approved_at"])
        act(held)
        held.save()
        detail = {"step": step.value}
        record(actor=actor, action="elections.approve", target=f"election:{held.uuid}", detail=detail, now=now)
    return held
