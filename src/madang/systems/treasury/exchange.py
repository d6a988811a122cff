"""What the treasury hears: charges and payments of every system, each posted once."""

from madang.contracts.envelope import Envelope
from madang.contracts.money_v1 import ChargeDropped, ChargePaid, ChargeRaised, RefundSent
from madang.exchange import listens
from madang.framework.values import clock
from madang.systems.treasury.domain.revenue import Step
from madang.systems.treasury.usecases.hear_charge import hear_charge


@listens(ChargeRaised)
def raised(event: ChargeRaised, envelope: Envelope) -> None:
    """The state is owed something."""
    hear_charge(event=event, told=Step.RAISED, member=envelope.member, now=clock.now())


@listens(ChargeDropped)
def dropped(event: ChargeDropped, envelope: Envelope) -> None:
    """It is not owed any more."""
    hear_charge(event=event, told=Step.DROPPED, member=envelope.member, now=clock.now())


@listens(ChargePaid)
def paid(event: ChargePaid, envelope: Envelope) -> None:
    """It was paid."""
    hear_charge(event=event, told=Step.PAID, member=envelope.member, now=clock.now())


@listens(RefundSent)
def refunded(event: RefundSent, envelope: Envelope) -> None:
    """It was sent back."""
    hear_charge(event=event, told=Step.REFUNDED, member=envelope.member, now=clock.now())
