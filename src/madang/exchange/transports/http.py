"""The road between members: HTTP over mutual TLS 1.3, every message signed, connections pooled.

A question that may be asked twice (it changes nothing, or carries an idempotency key) is tried again once. After several
failures in a row a road is closed for some seconds, so that a neighbour that is down costs nobody a time-out.
"""

import hashlib
import threading
import time
import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import msgspec
import structlog

from madang.contracts.envelope import Envelope
from madang.contracts.message import Query
from madang.exchange import asked_log, codec, keys, log, signing
from madang.exchange.members import Road
from madang.exchange.models import KeptExchange
from madang.exchange.reading import read_reply
from madang.exchange.refusals import NeighbourDown, NeighbourFailed, NeighbourLied, SeenBefore
from madang.exchange.transports import connections
from madang.framework.values import clock

ASK_PATH = "/exchange/ask"
EVENTS_PATH = "/exchange/events"
FAILURES_TO_CLOSE = 5
CLOSED_FOR = 5.0
_logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Health:
    """How a road has been: failures in a row, and until when (monotonic seconds) it is closed."""

    failures: int = 0
    closed_until: float = 0.0


_healths: dict[str, Health] = {}
_health_lock = threading.Lock()


def health_of(member: str) -> Health:
    """The road's health, shared by this process's threads."""
    return _healths.get(member) or _healths.setdefault(member, Health())


def _note(member: str, *, failed: bool) -> None:
    health = health_of(member)
    if not failed and not health.failures:
        return
    with _health_lock:
        health.failures = health.failures + 1 if failed else 0
        if health.failures >= FAILURES_TO_CLOSE:
            health.closed_until = time.monotonic() + CLOSED_FOR


def _post(
    *, road: Road, path: str, body: bytes, signed: signing.Signed, timeout: float, key: keys.OwnKey
) -> connections.Received:
    if health_of(road.member).closed_until > time.monotonic():
        raise NeighbourDown(system=road.system)
    try:
        received = connections.post(
            url=road.address + path,
            body=body,
            headers={"content-type": "application/json", **signed.headers},
            timeout=timeout,
            key_folder=key.folder,
            key_id=key.shown.key_id,
        )
    except connections.NoConnection as error:
        _note(road.member, failed=True)
        _logger.warning("exchange.neighbour_down", member=road.member, error=str(error))
        raise NeighbourDown(system=road.system) from error
    except connections.ReplyTooLarge as error:
        raise NeighbourLied(system=road.system, why="the answer is larger than any answer may be") from error
    _note(road.member, failed=False)
    return received


@dataclass(frozen=True, slots=True)
class Trip:
    """One signed round trip: the reply's signature was checked before anything in it is believed."""

    status: int
    body: bytes
    asked: signing.Signed
    replied: signing.Signed

    @property
    def seen_before(self) -> bool:
        """Whether the neighbour knows this envelope already."""
        return self.status == SeenBefore.status and SeenBefore.code.encode() in self.body


def _exchange(*, road: Road, path: str, body: bytes, timeout: float) -> Trip:
    own = keys.own()
    signed = signing.sign_question(key=own, path=path, body=body, now=clock.now())
    received = _post(road=road, path=path, body=body, signed=signed, timeout=timeout, key=own)
    try:
        replied = signing.check_reply(
            key=keys.key_of(road.member),
            status=received.status,
            headers=received.headers,
            body=received.body,
            question_signature=signed.signature,
            now=clock.now(),
        )
    except (keys.WrongSignature, keys.UnknownMember) as error:
        if received.status >= 500:
            raise NeighbourFailed(system=road.system) from error
        _logger.error("exchange.neighbour_lied", member=road.member, why=str(error))
        raise NeighbourLied(system=road.system, why=str(error)) from error
    return Trip(received.status, received.body, signed, replied)


def carry(*, query: Query[Any], envelope: Envelope, road: Road, timeout: float, keep: bool) -> Any:
    """The reply of a system of another member; logged on this side too."""
    body = msgspec.Raw(codec.encode(query))
    may_repeat = not type(query).CHANGES or bool(envelope.idempotency_key)
    trip: Trip | None = None
    try:
        trip = _ask(envelope=envelope, body=body, road=road, timeout=timeout, keep=keep)
    except NeighbourDown:
        if not may_repeat or health_of(road.member).closed_until > time.monotonic():
            raise
    if trip is None or (may_repeat and trip.seen_before):
        # The first try may have been logged over there: a repetition is a new envelope with the same key.
        envelope = replace(envelope, id=uuid.uuid4().hex)
        trip = _ask(envelope=envelope, body=body, road=road, timeout=timeout, keep=keep)
    return read_reply(query=query, envelope=envelope, status=trip.status, body=trip.body)


def _ask(*, envelope: Envelope, body: msgspec.Raw, road: Road, timeout: float, keep: bool) -> Trip:
    """One try, logged whatever becomes of it."""
    frame = codec.encode(codec.Question(envelope=envelope, body=body))
    try:
        trip = _exchange(road=road, path=ASK_PATH, body=frame, timeout=timeout)
    except (NeighbourDown, NeighbourFailed, NeighbourLied) as refusal:
        asked_log.write_soon(
            partial(_failed, envelope=envelope, frame=frame, outcome=refusal.code, road=road, at=clock.now())
        )
        raise
    asked_log.write_soon(partial(_answered, envelope=envelope, trip=trip, road=road, at=clock.now()))
    if keep:
        KeptExchange.objects.create(
            envelope_id=envelope.id,
            question=frame,
            reply=trip.body,
            proof={"question": trip.asked.proof, "reply": trip.replied.proof},
        )
    return trip


def _answered(*, envelope: Envelope, trip: Trip, road: Road, at: datetime) -> log.Row:
    """The entry of a question that came back with an answer or a no."""
    return log.row(
        side=log.ASKED,
        at=at,
        partner=f"{road.member}/{road.system}",
        envelope=envelope,
        question_sha256=trip.asked.sha256,
        reply_sha256=trip.replied.sha256,
        outcome="answered" if trip.status == 200 else f"refused:{trip.status}",
        proof=log.Proof(question=trip.asked.proof, reply=trip.replied.proof),
    )


def _failed(*, envelope: Envelope, frame: bytes, outcome: str, road: Road, at: datetime) -> log.Row:
    """The entry of a question that nothing trustworthy came back to."""
    return log.row(
        side=log.ASKED,
        at=at,
        partner=f"{road.member}/{road.system}",
        envelope=envelope,
        question_sha256=hashlib.sha256(frame).digest(),
        reply_sha256=None,
        outcome=outcome,
    )


class EventBatch(msgspec.Struct, frozen=True):
    """Events for one system, oldest first."""

    system: str
    happenings: list[msgspec.Raw]


class EventResults(msgspec.Struct, frozen=True):
    """What became of each: None is done, else why not."""

    errors: list[str | None]


def deliver(*, happenings: list[bytes], system: str, road: Road, timeout: float = 30.0) -> list[str | None]:
    """Carry a batch of events to a neighbour's system. Returns None for each that was acted on, else why not."""
    body = codec.encode(EventBatch(system=system, happenings=[msgspec.Raw(each) for each in happenings]))
    trip = _exchange(road=road, path=EVENTS_PATH, body=body, timeout=timeout)
    if trip.status != 200:
        problem: codec.Problem = codec.decode(codec.Problem, trip.body)
        return [f"{problem.code}: {problem.title}"] * len(happenings)
    results: EventResults = codec.decode(EventResults, trip.body)
    if len(results.errors) != len(happenings):
        raise NeighbourLied(system=system, why="it answered for another number of events than it was sent")
    return results.errors
