"""Who is told when a charge is made, settled, waived, cancelled or refunded."""

from collections.abc import Callable, Sequence
from datetime import datetime

from madang.framework.money.models import Charge

Listener = Callable[[Charge, datetime], None]
ManyListener = Callable[[Sequence[Charge], datetime], None]
_listeners: dict[Listener | ManyListener, ManyListener] = {}


def on_charge_changed(listener: Listener) -> Listener:
    """Call `listener(charge, now)` in the transaction in which a charge of something is made or changes its state, and once
    more when the money of a refund was sent. Usable as a decorator."""

    def one_by_one(charges: Sequence[Charge], now: datetime) -> None:
        for charge in charges:
            listener(charge, now)

    _listeners.setdefault(listener, one_by_one)
    return listener


def on_charges_changed(listener: ManyListener) -> ManyListener:
    """The same for who hears of many charges at once: all that a batch makes come in one call, any other alone."""
    _listeners.setdefault(listener, listener)
    return listener


def tell(*, charge: Charge, now: datetime) -> None:
    """Call the listeners."""
    tell_many(charges=(charge,), now=now)


def tell_many(*, charges: Sequence[Charge], now: datetime) -> None:
    """Call the listeners of charges that changed together."""
    for listener in tuple(_listeners.values()):
        listener(charges, now)
