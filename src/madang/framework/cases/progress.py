"""Who is told when a case moves on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from madang.framework.cases.models import Case, CaseEvent

Listener = Callable[["Case", "CaseEvent"], None]
_listeners: list[Listener] = []


def on_progress(listener: Listener) -> Listener:
    """Call `listener(case, event)` in the transaction of every event of every case. Usable as a decorator.

    What it raises undoes the event, so it does no more than note or announce.
    """
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(*, case: "Case", event: "CaseEvent") -> None:
    """Call the listeners, in the order in which they came."""
    for listener in tuple(_listeners):
        listener(case, event)
