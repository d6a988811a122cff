"""Who is told when a charge is made, settled, waived, cancelled or refunded."""

from collections.abc import Callable
from datetime import datetime

from madang.framework.money.models import Charge

Listener = Callable[[Charge, datetime], None]
_listeners: list[Listener] = []


def on_charge_changed(listener: Listener) -> Listener:
    """Call `listener(charge, now)` in the transaction in which a charge of something is made or changes its state, and once
    more when the money of a refund was sent. Usable as a decorator."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def tell(*, charge: Charge, now: datetime) -> None:
    """Call the listeners."""
    for listener in tuple(_listeners):
        listener(charge, now)
