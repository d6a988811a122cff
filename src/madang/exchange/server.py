"""The exchange's own WSGI application, served on its own mutual-TLS port (`madang.exchange.server:application`).

It is not behind the pages' middleware: a member is known by its certificate (TLS) and its signature (each message).
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import structlog
from django.db import close_old_connections

from madang.exchange import codec, delivery, keys, log, signing
from madang.exchange.answering import answer, read_question
from madang.exchange.refusals import NotAnsweredHere, NotSigned, Unreadable
from madang.exchange.transports.http import ASK_PATH, EVENTS_PATH, EventBatch, EventResults
from madang.framework.values import Refusal, clock

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
LARGEST_QUESTION = 32 * 1024 * 1024
_HEADERS = ("signature-input", "signature", "content-digest")
_logger = structlog.get_logger(__name__)


def _read(environ: dict[str, Any]) -> tuple[str, dict[str, str], bytes]:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST_QUESTION:
        raise Unreadable(why="it is larger than any message may be")
    headers = {name: environ.get(f"HTTP_{name.upper().replace('-', '_')}", "") for name in _HEADERS}
    return environ.get("PATH_INFO", ""), headers, environ["wsgi.input"].read(int(length))


def _sender(*, member: str, path: str, headers: dict[str, str], body: bytes) -> signing.Signed:
    try:
        return signing.check_question(key=keys.key_of(member), path=path, headers=headers, body=body, now=clock.now())
    except keys.UnknownMember as error:
        raise NotSigned(why=f"{member} is not in the member directory") from error
    except keys.WrongSignature as error:
        raise NotSigned(why=str(error)) from error


def _ask(*, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    envelope = read_question(body).envelope
    signed = _sender(member=envelope.member, path=path, headers=headers, body=body)
    answered = answer(body, proof=log.Proof(question=signed.proof))
    return answered.status, answered.body


def _hear(*, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    try:
        batch: EventBatch = codec.decode(EventBatch, body)
        senders = {codec.decode(codec.Happening, each).envelope.member for each in batch.happenings}
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Unreadable(why=str(error)) from error
    if len(senders) != 1:
        raise Unreadable(why="a batch holds events of one member")
    _sender(member=senders.pop(), path=path, headers=headers, body=body)
    now = clock.now()
    errors = [delivery.hear(happening=bytes(each), system=batch.system, now=now) for each in batch.happenings]
    return 200, codec.encode(EventResults(errors=errors))


def _respond(environ: dict[str, Any]) -> tuple[int, bytes, str]:
    question_signature = environ.get("HTTP_SIGNATURE", "")
    try:
        path, headers, body = _read(environ)
        doors = {ASK_PATH: _ask, EVENTS_PATH: _hear}
        if path not in doors or environ.get("REQUEST_METHOD") != "POST":
            raise NotAnsweredHere(question=path[:100], member="this address")
        status, data = doors[path](path=path, headers=headers, body=body)
    except Refusal as refusal:
        status, data = refusal.status, codec.problem(code=refusal.code, title=str(refusal), status=refusal.status)
    except Exception:
        _logger.exception("exchange.server_failed")
        status, data = 500, codec.problem(code="exchange.failed", title="The exchange failed here.", status=500)
    return status, data, question_signature


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Answer one signed message with one signed message."""
    close_old_connections()
    status, data, question_signature = _respond(environ)
    signed = signing.sign_reply(
        key=keys.own(), status=status, body=data, question_signature=question_signature, now=clock.now()
    )
    kind = "application/json" if status == 200 else "application/problem+json"
    headers = [("content-type", kind), ("content-length", str(len(data))), *signed.headers.items()]
    start_response(f"{status} {'OK' if status == 200 else 'Refused'}", headers)
    return [data]
