"""`announce`: an event into the outbox, in the transaction of the change it tells of."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import connection
from django.utils.translation import get_language

from madang.contracts.envelope import Envelope, law
from madang.contracts.message import EVERY_MEMBER, Event, contract_name
from madang.exchange import codec, grants, members
from madang.exchange.refusals import AnnouncedOutsideTransaction
from madang.framework.values import Party

# The event with its ways in one statement, for many an act announces something.
_ANNOUNCE = """
WITH told AS (
    INSERT INTO exchange_outboxevent (id, contract, happening, announced_at) VALUES (%s, %s, %s, %s) RETURNING id
)
INSERT INTO exchange_delivery (event_id, recipient, attempts, next_at, last_error)
SELECT told.id, named, 0, %s, '' FROM told, unnest(%s::text[]) AS named
"""

_ANNOUNCE_MANY = """
WITH told AS (
    INSERT INTO exchange_outboxevent (id, contract, happening, announced_at)
    SELECT one.id, %s, one.happening, %s FROM unnest(%s::text[], %s::bytea[]) AS one(id, happening)
    RETURNING id
)
INSERT INTO exchange_delivery (event_id, recipient, attempts, next_at, last_error)
SELECT told.id, named, 0, %s, '' FROM told, unnest(%s::text[]) AS named
"""


def _recipients(event: Event, name: str) -> tuple[str, ...]:
    addressee = event.addressed_to()
    return (addressee,) if addressee else grants.hearers(name)


def announce(
    event: Event, *, system: str = "", now: datetime, subject: Party | None = None, case: str = "", purpose: str = ""
) -> str:
    """Write the event to the outbox and return its id; it is delivered after the commit, at least once.

    `system` may be left out where the contract names the only sender.
    """
    name, key, happening = _written(event, system=system, now=now, subject=subject, case=case, purpose=purpose)
    recipients = _recipients(event, name)
    with connection.cursor() as cursor:
        cursor.execute(_ANNOUNCE, [key, name, happening, now, now, list(recipients)])
    if recipients:
        from madang.exchange.jobs import wake

        wake(recipients)
    return key


def announce_many(events: Sequence[Event], *, system: str = "", now: datetime) -> None:
    """`announce` of events of one kind, to whoever may hear that kind, in one statement. What is addressed to somebody is
    announced alone."""
    if not events:
        return
    if any(event.addressed_to() for event in events):
        raise TypeError("Events with an addressee are announced one by one.")
    written = [_written(event, system=system, now=now, subject=None, case="", purpose="") for event in events]
    (name,) = {name for name, _key, _happening in written}
    recipients = list(grants.hearers(name))
    with connection.cursor() as cursor:
        keys, happenings = [key for _name, key, _happening in written], [happening for *_others, happening in written]
        cursor.execute(_ANNOUNCE_MANY, [name, now, keys, happenings, now, recipients])
    if recipients:
        from madang.exchange.jobs import wake

        wake(recipients)


def _written(
    event: Event, *, system: str, now: datetime, subject: Party | None, case: str, purpose: str
) -> tuple[str, str, bytes]:
    """The contract's name, the event's key, and what is carried."""
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
    return name, envelope.id, happening
