"""A change of a contract becomes part of it, in the caller's transaction with the contract locked."""

from datetime import datetime

from django.utils.translation import gettext as _

from madang.framework.identity.actor import system_actor
from madang.systems.procurement.domain.contracting import ChangeState, MilestoneState, lowered
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Change, Contract, Milestone
from madang.systems.procurement.usecases.contract.note import note_act
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release
from madang.systems.procurement.usecases.name import SYSTEM


def enter_into_force(*, change: Change, contract: Contract, now: datetime) -> None:
    """More value becomes a milestone of its own; less is taken from the last ones that are open; what was due at the old end is
    due at the new one."""
    difference = change.minor_after - change.minor_before
    still_open = list(contract.milestones.filter(state=MilestoneState.OPEN.value).order_by("position"))
    if difference < 0:
        values = lowered(by=-difference, open_values=[one.minor for one in still_open])
        for one, value in zip(still_open, values, strict=True):
            one.minor = value
    for one in still_open:
        if one.due_on == change.ends_before or one.due_on > change.ends_after:
            one.due_on = change.ends_after
        one.save(update_fields=["minor", "due_on"])
    if difference > 0:
        title = _("Change {serial}: {reason}").format(serial=change.serial, reason=change.reason)
        place = contract.milestones.count() + 1
        Milestone.objects.create(
            contract=contract, position=place, title=title[:200], due_on=change.ends_after, minor=difference
        )
    contract.minor, contract.ends_on = change.minor_after, change.ends_after
    contract.save(update_fields=["minor", "ends_on"])
    change.state, change.in_force_at = ChangeState.IN_FORCE.value, now
    change.save(update_fields=["state", "in_force_at"])
    detail = {"serial": change.serial, "minor": change.minor_after, "ends_on": change.ends_after.isoformat()}
    note_act(contract=contract, act="change_in_force", detail=detail, actor=system_actor(SYSTEM), now=now)
    publish_release(ocid=contract.ocid, step=Step.CONTRACT_AMENDMENT, now=now)
