"""`announce`: an event into the outbox, in the transaction of the change it tells of."""

import uuid
from datetime import datetime

import msgspec
from django.db import connection
from django.utils.translation import get_language

from madang.contracts.envelope import Envelope, law
from madang.contracts.message import EVERY_MEMBER, Event, contract_name
from madang.exchange import codec, grants, members
from madang.exchange.models import Delivery, OutboxEvent
from madang.exchange.refusals import AnnouncedOutsideTransaction
from madang.framework.values import Party


def _recipients(event: Event, name: str) -> tuple[str, ...]:
    addressee = event.addressed_to()
    return (addressee,) if addressee else grants.hearers(name)


def announce(
    event: Event, *, system: str = "", now: datetime, subject: Party | None = None, case: str = "", purpose: str = ""
) -> str:
    """Write the event to the outbox and return its id; it is delivered after the commit, at least once.

    `system` may be left out where the contract names the only sender.
    """
    if not connection.in_atomic_block:
        raise AnnouncedOutsideTransaction(contract_name(type(event)))
    sender = system or type(event).SENDER
    if sender == EVERY_MEMBER or type(event).SENDER not in {sender, EVERY_MEMBER}:
        raise TypeError(f"{contract_name(type(event))} is announced by {type(event).SENDER}: say which system.")
    name = contract_name(type(event))
    envelope = Envelope(
        id=uuid.uuid4().hex,
        member=members.own_name(),
        sender=sender,
        recipient="",
        contract=name,
        asked_by="",
        subject=subject,
        basis=law(""),
        purpose=purpose,
        case=case,
        language=get_language() or "",
        sent_at=now,
    )
    happening = codec.encode(codec.Happening(envelope=envelope, body=msgspec.Raw(codec.encode(event))))
    row = OutboxEvent.objects.create(id=envelope.id, contract=name, happening=happening, announced_at=now)
    recipients = _recipients(event, name)
    Delivery.objects.bulk_create(Delivery(event=row, recipient=each, next_at=now) for each in recipients)
    if recipients:
        from madang.exchange.jobs import wake

        wake(recipients)
    return envelope.id
