"""`ask`: one question to the system that owns its contract."""

import secrets
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from django.utils.translation import get_language

from madang.contracts.envelope import Basis, BasisKind, Envelope
from madang.contracts.message import EVERY_MEMBER, Query, contract_name
from madang.exchange import members
from madang.exchange.refusals import AskedInsideTransaction, NotAnsweredHere, NotGranted
from madang.exchange.transports import http, local
from madang.framework.audit.purposes import in_every_language
from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.values import Party, Refusal, clock

Reply = TypeVar("Reply")


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Who asks, about whom, why and by what right. `purpose` is a sentence that the subject reads.

    `system` is the asking system. `idempotency_key` makes a repetition one question; a question that changes the
    answerer's books needs one. `keep` stores what a third party needs to check this exchange later.
    """

    system: str
    actor: Actor
    purpose: str
    basis: Basis
    subject: Party | None = None
    case: str = ""
    idempotency_key: str = ""
    language: str = ""
    timeout: float = 5.0
    keep: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one member answered."""

    member: str
    reply: Any


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A member that did not answer, and the sentence that says so."""

    member: str
    why: Refusal


def in_open_transaction() -> bool:
    """Whether the caller holds a transaction open (the one a test runs in does not count, as in Django's `durable`)."""
    blocks = connection.atomic_blocks
    return bool(blocks) and not getattr(blocks[-1], "_from_testcase", False)


def asked_by(actor: Actor) -> str:
    """Who looks: an office by its name, never an official by theirs; else a word that is translated where it is shown."""
    if actor.kind is ActorKind.OFFICIAL and actor.duties:
        return actor.duties[0].office_name
    if actor.kind is ActorKind.RESIDENT:
        return "@representative" if actor.acting_for else "@self"
    return "@automatic" if actor.kind is ActorKind.SYSTEM else "@visitor"


def seal_envelope(*, asking: Asking, contract: str, recipient: str) -> Envelope:
    """The envelope of one question by this member."""
    acting_for = asking.actor.acting_for
    return Envelope(
        id=secrets.token_hex(16),
        member=members.own_name(),
        sender=asking.system,
        recipient=recipient,
        contract=contract,
        asked_by=asked_by(asking.actor),
        actor=f"account:{asking.actor.account_id}" if asking.actor.account_id else asking.actor.name,
        on_behalf_of=acting_for.party if acting_for else None,
        subject=asking.subject,
        basis=asking.basis,
        purpose=asking.purpose,
        purpose_in=in_every_language(asking.purpose),
        case=asking.case,
        idempotency_key=asking.idempotency_key,
        language=asking.language or get_language() or "",
        sent_at=clock.now(),
    )


def _asks_for_themselves(asking: Asking) -> bool:
    """Whether the subject, or who acts for them, is the one who asks. Automatic processing goes on with their request."""
    return asking.actor.kind is ActorKind.SYSTEM or (
        asking.subject is not None and asking.actor.party == asking.subject
    )


def _send(query: Query[Any], asking: Asking, *, recipient: str, way: members.Road | None) -> Any:
    contract = contract_name(type(query))
    if in_open_transaction():
        raise AskedInsideTransaction(contract)
    if type(query).CHANGES and not asking.idempotency_key:
        raise TypeError(f"{contract} changes its answerer's books: give an idempotency key.")
    if asking.basis.kind is BasisKind.OWN and not _asks_for_themselves(asking):
        raise NotGranted(asker=asking.system, question=contract)
    if asking.basis.kind is BasisKind.CONSENT:
        from madang.exchange.consent import voucher_for

        asking = voucher_for(asking=asking, contract=contract)
    envelope = seal_envelope(asking=asking, contract=contract, recipient=recipient)
    if way is None:
        return local.carry(query=query, envelope=envelope, keep=asking.keep)
    return http.carry(query=query, envelope=envelope, road=way, timeout=asking.timeout, keep=asking.keep)


def ask(query: Query[Reply], asking: Asking) -> Reply:
    """The answer of the contract's owner. Raises a Refusal: not granted, down, lied, or the owner's own no."""
    recipient = type(query).OWNER
    if recipient == EVERY_MEMBER:
        raise TypeError(f"{contract_name(type(query))} is answered by each member: use ask_member or ask_all.")
    return ask_member(query, asking, system=recipient)


def ask_member(query: Query[Reply], asking: Asking, *, system: str) -> Reply:
    """The answer of the member that runs `system`."""
    way = members.road(system)
    if way is None and not members.runs_here(system):
        raise NotAnsweredHere(question=contract_name(type(query)), member=system)
    reply: Reply = _send(query, asking, recipient=system, way=way)
    return reply


def ask_all(query: Query[Reply], asking: Asking) -> tuple[Answer | Silence, ...]:
    """One answer or one silence from each member, this one first."""
    found: list[Answer | Silence] = []
    own = next((system for system in members.systems() if members.runs_here(system)), None)
    ways = [(members.own_name(), own)] if own else []
    for member, system in [*ways, *((way.member, way.system) for way in members.roads())]:
        try:
            reply = _send(query, asking, recipient=system, way=members.road(system))
            found.append(Answer(member=member, reply=reply))
        except Refusal as refusal:
            found.append(Silence(member=member, why=refusal))
    return tuple(found)
