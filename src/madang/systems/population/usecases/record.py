"""What every use case of the register does at its end: note the vital event and the audit record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.systems.population.domain.people import VitalKind
from madang.systems.population.models import Person, VitalEvent


def note(
    *,
    kind: VitalKind,
    person: Person,
    occurred_on: date,
    actor: Actor,
    now: datetime,
    other: Person | None = None,
    division: str = "",
    case: str = "",
    details: Mapping[str, Any] | None = None,
) -> VitalEvent:
    """Adds the event and its audit record, in the transaction that is open."""
    office = actor.duties[0].office_code if actor.duties else ""
    audit.record(
        actor=actor,
        action=f"population.{kind.value}",
        target=f"person:{person.key}",
        detail={"occurred_on": occurred_on.isoformat(), "case": case},
        now=now,
    )
    return VitalEvent.objects.create(
        kind=kind.value,
        person=person,
        other=other,
        occurred_on=occurred_on,
        registered_at=now,
        division=division,
        case=case,
        office=office,
        details=dict(details or {}),
    )
