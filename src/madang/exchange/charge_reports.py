"""What happens to charges here, told to whom the country lets hear it (the treasury); and the treasury's word that a transfer
pays one. Nothing here knows a person: an event names the charge and its amount.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from madang.contracts.envelope import Envelope
from madang.contracts.message import contract_name
from madang.contracts.money_v1 import (
    ChargeDropped,
    ChargeEvent,
    ChargePaid,
    ChargeRaised,
    RefundSent,
    TransferReceived,
)
from madang.exchange import grants, members
from madang.exchange.registry import listens
from madang.exchange.sending import announce_many
from madang.framework.money.domain.states import ChargeState, PaymentState, RefundState
from madang.framework.money.models import Charge, Refund
from madang.framework.money.progress import on_charges_changed
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import clock


def _kind(charge: Charge) -> type[ChargeEvent] | None:
    if charge.state == ChargeState.REFUNDED:
        sent = Refund.objects.filter(
            payment__charge=charge, payment__state=PaymentState.SETTLED.value, state=RefundState.SENT.value
        )
        return RefundSent if sent.exists() else None
    return {
        ChargeState.OPEN.value: ChargeRaised,
        ChargeState.PAID.value: ChargePaid,
        ChargeState.WAIVED.value: ChargeDropped,
        ChargeState.CANCELLED.value: ChargeDropped,
    }.get(charge.state)


def _system(charge: Charge) -> str:
    """Whose service it is for; a charge for no service of ours is told by the member's first system."""
    named = charge.service.partition(".")[0]
    return named if named in settings.SYSTEMS else str(settings.SYSTEMS[0])


@on_charges_changed
def report_charges(charges: Sequence[Charge], now: datetime) -> None:
    """Tell in the transaction of the change, an event each. A repeated telling of the same state does no harm at the hearer."""
    told: dict[tuple[type[ChargeEvent], str], list[ChargeEvent]] = {}
    for charge in charges:
        kind = _kind(charge)
        if kind is not None and charge.minor and grants.hearers(contract_name(kind)):
            told.setdefault((kind, _system(charge)), []).append(_event(kind, charge, now))
    for (_same, system), events in told.items():
        announce_many(events, system=system, now=now)


def _event(kind: type[ChargeEvent], charge: Charge, now: datetime) -> ChargeEvent:
    facts: dict[str, Any] = {
        "number": charge.number,
        "system": _system(charge),
        "service": charge.service,
        "reference": charge.reference,
        "account": charge.account,
        "amount": charge.amount,
        "charged_at": charge.charged_at,
        "at": now,
    }
    if kind is ChargePaid:
        settled = charge.payments.filter(state=PaymentState.SETTLED.value).first()
        facts["way"] = settled.gateway if settled else ""
    return kind(**facts)


@listens(TransferReceived)
def hear_transfer(event: TransferReceived, envelope: Envelope) -> None:
    """A transfer pays a charge of this member."""
    take_transfer(
        number=event.number,
        amount=event.amount,
        reference=event.reference,
        in_suspense=envelope.member == members.own_name(),
        now=clock.now(),
    )
