"""What waits for a party at this member beyond cases and charges: a system that has such things says so in its `exchange.py`.

@waits
def to_sign(party, limit, now): return (Task(kind="sign", ...), ...)
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from madang.contracts.overview_v1 import Task
from madang.framework.values import Party

Provider = Callable[[Party, int, datetime], tuple[Task, ...]]
Function = TypeVar("Function", bound=Provider)

_providers: dict[str, Provider] = {}


def waits(provider: Function) -> Function:
    """Declare who knows what waits; the soonest due first."""
    _providers[f"{provider.__module__}.{provider.__qualname__}"] = provider
    return provider


def tasks_of(*, party: Party, limit: int, now: datetime) -> tuple[Task, ...]:
    """All that waits, the soonest due first, undated last."""
    found = [task for provider in _providers.values() for task in provider(party, limit, now)]
    found.sort(key=lambda task: (task.due_at is None, task.due_at.timestamp() if task.due_at else 0.0))
    return tuple(found[:limit])
