"""The road between members: HTTP over mutual TLS 1.3, every message signed, connections pooled.

A question that may be asked twice (it changes nothing, or carries an idempotency key) is tried again once. After several
failures in a row a road is closed for some seconds, so that a neighbour that is down costs nobody a time-out.
"""

import hashlib
import ssl
import threading
import time
import uuid
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import structlog
import urllib3

from madang.contracts.envelope import Envelope
from madang.contracts.message import Query
from madang.exchange import asked_log, codec, keys, log, signing
from madang.exchange.members import Road
from madang.exchange.models import KeptExchange
from madang.exchange.reading import read_reply
from madang.exchange.refusals import NeighbourDown, NeighbourFailed, NeighbourLied
from madang.framework.values import clock

ASK_PATH = "/exchange/ask"
EVENTS_PATH = "/exchange/events"
LARGEST_REPLY = 32 * 1024 * 1024
FAILURES_TO_CLOSE = 5
CLOSED_FOR = 5.0
CONNECT_TIMEOUT = 2.0
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
    with _health_lock:
        return _healths.setdefault(member, Health())


def _note(member: str, *, failed: bool) -> None:
    health = health_of(member)
    with _health_lock:
        health.failures = health.failures + 1 if failed else 0
        if health.failures >= FAILURES_TO_CLOSE:
            health.closed_until = time.monotonic() + CLOSED_FOR


@lru_cache(maxsize=64)
def _pool(address: str, key_folder: Path) -> urllib3.HTTPSConnectionPool:
    keys.own()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(key_folder / "authority.pem")
    context.load_cert_chain(key_folder / "member.pem", key_folder / "member.key")
    url = urllib3.util.parse_url(address)
    return urllib3.HTTPSConnectionPool(url.host or "", url.port, ssl_context=context, maxsize=16, block=False)


def _post(
    *, road: Road, path: str, body: bytes, signed: signing.Signed, timeout: float
) -> tuple[int, dict[str, str], bytes]:
    if health_of(road.member).closed_until > time.monotonic():
        raise NeighbourDown(system=road.system)
    try:
        response = _pool(road.address, keys.folder()).urlopen(
            "POST",
            path,
            body=body,
            headers={"content-type": "application/json", **signed.headers},
            timeout=urllib3.Timeout(connect=min(CONNECT_TIMEOUT, timeout), read=timeout),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        data = response.read(LARGEST_REPLY + 1)
        response.release_conn()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        _note(road.member, failed=True)
        _logger.warning("exchange.neighbour_down", member=road.member, error=str(error))
        raise NeighbourDown(system=road.system) from error
    _note(road.member, failed=False)
    if len(data) > LARGEST_REPLY:
        raise NeighbourLied(system=road.system, why="the answer is larger than any answer may be")
    return response.status, {name.lower(): value for name, value in response.headers.items()}, data


def _exchange(
    *, road: Road, path: str, body: bytes, timeout: float
) -> tuple[int, bytes, signing.Signed, signing.Signed]:
    """One signed round trip. The reply's signature is checked before anything in it is believed."""
    signed = signing.sign_question(key=keys.own(), path=path, body=body, now=clock.now())
    status, headers, data = _post(road=road, path=path, body=body, signed=signed, timeout=timeout)
    try:
        reply_signed = signing.check_reply(
            key=keys.key_of(road.member),
            status=status,
            headers=headers,
            body=data,
            question_signature=signed.signature,
            now=clock.now(),
        )
    except (keys.WrongSignature, keys.UnknownMember) as error:
        if status >= 500:
            raise NeighbourFailed(system=road.system) from error
        _logger.error("exchange.neighbour_lied", member=road.member, why=str(error))
        raise NeighbourLied(system=road.system, why=str(error)) from error
    return status, data, signed, reply_signed


def carry(*, query: Query[Any], envelope: Envelope, road: Road, timeout: float, keep: bool) -> Any:
    """The reply of a system of another member; logged on this side too."""
    body = msgspec.Raw(codec.encode(query))
    frame = codec.encode(codec.Question(envelope=envelope, body=body))
    may_repeat = not type(query).CHANGES or bool(envelope.idempotency_key)
    try:
        try:
            status, data, signed, replied = _exchange(road=road, path=ASK_PATH, body=frame, timeout=timeout)
        except NeighbourDown:
            if not may_repeat or health_of(road.member).closed_until > time.monotonic():
                raise
            # The first try may have been logged over there: a repetition is a new envelope with the same key.
            envelope = replace(envelope, id=uuid.uuid4().hex)
            frame = codec.encode(codec.Question(envelope=envelope, body=body))
            status, data, signed, replied = _exchange(road=road, path=ASK_PATH, body=frame, timeout=timeout)
    except (NeighbourDown, NeighbourFailed, NeighbourLied) as refusal:
        _log_asked(envelope=envelope, frame=frame, reply=None, outcome=refusal.code, proof=None, road=road)
        raise
    proof = log.Proof(question=signed.proof, reply=replied.proof)
    outcome = "answered" if status == 200 else f"refused:{status}"
    _log_asked(envelope=envelope, frame=frame, reply=data, outcome=outcome, proof=proof, road=road)
    if keep:
        KeptExchange.objects.create(
            envelope_id=envelope.id,
            question=frame,
            reply=data,
            proof={"question": signed.proof, "reply": replied.proof},
        )
    return read_reply(query=query, envelope=envelope, status=status, body=data)


def _log_asked(
    *, envelope: Envelope, frame: bytes, reply: bytes | None, outcome: str, proof: log.Proof | None, road: Road
) -> None:
    row = log.row(
        side=log.ASKED,
        partner=f"{road.member}/{road.system}",
        envelope=envelope,
        question_sha256=hashlib.sha256(frame).digest(),
        reply_sha256=hashlib.sha256(reply).digest() if reply is not None else None,
        outcome=outcome,
        proof=proof,
    )
    asked_log.write_soon(row)


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
    status, data, _signed, _replied = _exchange(road=road, path=EVENTS_PATH, body=body, timeout=timeout)
    if status != 200:
        problem: codec.Problem = codec.decode(codec.Problem, data)
        return [f"{problem.code}: {problem.title}"] * len(happenings)
    results: EventResults = codec.decode(EventResults, data)
    if len(results.errors) != len(happenings):
        raise NeighbourLied(system=system, why="it answered for another number of events than it was sent")
    return results.errors
