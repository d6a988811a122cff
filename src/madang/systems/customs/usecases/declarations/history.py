"""What happened to a declaration, written down."""

from datetime import datetime
from typing import Any

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.customs.models import CustomsDeclaration, DeclarationEvent


def happened(
    *,
    to: CustomsDeclaration,
    kind: str,
    actor: Actor,
    now: datetime,
    text: str = "",
    detail: dict[str, Any] | None = None,
    hidden: bool = False,
) -> None:
    """Append the event and its entry in the trail, in the caller's transaction."""
    told = detail or {}
    DeclarationEvent.objects.create(
        declaration=to, kind=kind, at=now, by=officer(actor), text=text[:4000], detail=told, hidden=hidden
    )
    plain = {name: value for name, value in told.items() if isinstance(value, str | int | bool)}
    record(actor=actor, action=f"customs.{kind}", target=f"declaration:{to.number}", detail=plain, now=now)
