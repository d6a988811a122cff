"""Work that is no case: what a system's officials find in the one worklist beside cases (a batch to approve, an entry to
explain). A system tells it in its `apps.ready`; each row leads to the system's own page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from madang.framework.identity.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One thing that waits for the actor, in the active language; `url` is where it is done."""

    number: str
    title: str
    office: str
    state_title: str
    since: datetime
    due_on: date
    late: bool
    url: str


Provide = Callable[[Actor, datetime], Iterable[Work]]
_providers: list[Provide] = []


def add(provide: Provide) -> Provide:
    """Ask `provide(actor, now)` whenever a worklist is shown; it returns few rows and looks at the actor's duties itself."""
    if provide not in _providers:
        _providers.append(provide)
    return provide


def work_of(actor: Actor, *, now: datetime) -> tuple[Work, ...]:
    """Everything beside cases that waits for the actor, what is due first at the top."""
    found = (one for provide in _providers for one in provide(actor, now))
    return tuple(sorted(found, key=lambda one: (not one.late, one.due_on, one.number)))
