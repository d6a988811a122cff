"""What the parties of a mandate must be told. Identity says it; the rooms above it listen (`notify` writes)."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from madang.framework.identity.joint_holders import joint_mandates
from madang.framework.identity.mandate_kinds import by_law
from madang.framework.identity.models import Mandate
from madang.framework.values import Party


class MandateEvent(StrEnum):
    """What happened to a mandate."""

    GIVEN = "given"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BEGUN_BY_LAW = "begun_by_law"
    JOINED = "joined"
    ENDED = "ended"


Listener = Callable[..., None]
_listeners: list[Listener] = []


def on_mandate_event(listener: Listener) -> Listener:
    """Have `listener(mandate=, event=, told=, now=)` called in the transaction of each event, once for each party told."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def _tell(*, mandate: Mandate, event: MandateEvent, told: Party, now: datetime) -> None:
    for listener in _listeners:
        listener(mandate=mandate, event=event, told=told, now=now)


def tell_given(*, mandate: Mandate, now: datetime) -> None:
    """The holder must answer it."""
    _tell(mandate=mandate, event=MandateEvent.GIVEN, told=mandate.holder, now=now)


def tell_begun(*, mandate: Mandate, now: datetime) -> None:
    """It holds from now on: whom it speaks for is told, and whoever holds the same right."""
    lawful = by_law(code=mandate.kind)
    event = MandateEvent.BEGUN_BY_LAW if lawful else MandateEvent.ACCEPTED
    _tell(mandate=mandate, event=event, told=mandate.grantor, now=now)
    for other in joint_mandates(mandate=mandate, now=now):
        _tell(mandate=mandate, event=MandateEvent.JOINED, told=other.holder, now=now)


def tell_declined(*, mandate: Mandate, now: datetime) -> None:
    """Nobody acts under it."""
    _tell(mandate=mandate, event=MandateEvent.DECLINED, told=mandate.grantor, now=now)


def tell_ended(*, mandate: Mandate, by: Party | None, now: datetime) -> None:
    """It works no longer: whoever did not end it is told."""
    for party in (mandate.grantor, mandate.holder):
        if party != by:
            _tell(mandate=mandate, event=MandateEvent.ENDED, told=party, now=now)
