"""Who is told when a charge is made, settled, waived, cancelled or refunded."""

from collections.abc import Callable, Sequence
from datetime import datetime

from madang.framework.money.models import Charge

Listener = Callable[[Charge, datetime], None]
ManyListener = Callable[[Sequence[Charge], datetime], None]
_listeners: list[Listener] = []
_together: dict[Listener, ManyListener] = {}


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


def together(listener: Listener) -> Callable[[ManyListener], ManyListener]:
    """Have the decorated function called once in the place of `listener` for each, where many charges are made at once."""

    def declare(many: ManyListener) -> ManyListener:
        _together[listener] = many
        return many

    return declare


def tell_many(*, charges: Sequence[Charge], now: datetime) -> None:
    """Call the listeners of many charges that were made at once."""
    for listener in tuple(_listeners):
        many = _together.get(listener)
        if many is not None:
            many(charges, now)
        else:
            for charge in charges:
                listener(charge, now)
