"""What a service costs a person: the fee of the channel, less what the law waives."""

from dataclasses import dataclass
from enum import StrEnum

from madang.contracts.services_v1 import Fee
from madang.framework.values import Money


class Channel(StrEnum):
    """By which door a person came."""

    ONLINE = "online"
    COUNTER = "counter"


class UnknownWaiver(ValueError):
    """The service's law waives its fee for nobody of this description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be paid, and the waiver (its place among the service's waivers) that made it nothing."""

    amount: Money | None
    waiver: int | None = None

    @property
    def is_free(self) -> bool:
        """Whether nothing is to be paid."""
        return self.amount is None or not self.amount


def due(*, fee: Fee, channel: Channel, waiver: int | None = None) -> Due:
    """The fee by this channel. Raises UnknownWaiver for a waiver that the service does not have.

    A waiver is granted by an official who has seen its proof; nobody waives their own fee.
    """
    amount = fee.online if channel is Channel.ONLINE else fee.counter
    if waiver is None or amount is None:
        return Due(amount=amount)
    if not 0 <= waiver < len(fee.waivers):
        raise UnknownWaiver(str(waiver))
    return Due(amount=Money.zero(amount.currency), waiver=waiver)
