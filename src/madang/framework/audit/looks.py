"""An official's look at somebody's data in this member's own books. The trail says who did it; this says it to the person.

The exchange writes what is told here into the access log, so that a look needs no road to be seen: one list, whoever looked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from madang.framework.audit.recording import Acting
from madang.framework.values import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Whose data in which system's books. `what` is a permanent name (`population.person`); `purpose` a sentence that the
    person reads, made of a declared one (`purposes.declare`)."""

    system: str
    subject: Party
    what: str
    purpose: str
    case: str = ""


Listener = Callable[..., None]
_listeners: list[Listener] = []


def on_look(listener: Listener) -> Listener:
    """Have `listener(actor=, look=, now=)` called in the transaction of every look."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def looked(*, actor: Acting, look: Look, now: datetime) -> None:
    """Tell the person of this look, in the caller's transaction."""
    with transaction.atomic(savepoint=False):
        for listener in _listeners:
            listener(actor=actor, look=look, now=now)
