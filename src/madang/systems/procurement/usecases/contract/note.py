"""What every act under a contract does beside its own: it stands in the audit, and its milestone moves on."""

from collections.abc import Mapping
from datetime import datetime

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.systems.procurement.domain.contracting import MilestoneState
from madang.systems.procurement.models import Contract, Milestone


def note_act(*, contract: Contract, act: str, detail: Mapping[str, object], actor: Actor, now: datetime) -> None:
    """Keep in the audit that the actor did this under the contract."""
    target = f"contract:{contract.number}"
    audit.record(actor=actor, action=f"procurement.{act}", target=target, detail=detail, now=now)


def move(*, milestone: Milestone, to: MilestoneState) -> None:
    """The milestone stands there now."""
    milestone.state = to.value
    milestone.save(update_fields=["state"])
