"""A question with an idempotency key is acted on once, however often it arrives."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection

from madang.contracts.envelope import Envelope
from madang.exchange.grants import EVERYTHING, Fields
from madang.exchange.refusals import KeyReused, Unreadable
from madang.framework.values import clock

# Nearly every key is new, and every change asks twice here: plain SQL is a fifth of the ORM's work.
_FIND = "SELECT question_sha256, reply, fields FROM exchange_keptreply WHERE sender = %s AND key = %s"
_KEEP = """
    INSERT INTO exchange_keptreply (sender, key, question_sha256, reply, fields, kept_at) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (sender, key) DO NOTHING
"""


def _kept(*, envelope: Envelope, digest: bytes) -> tuple[bytes, Fields] | None:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [envelope.sender, envelope.idempotency_key])
        row = cursor.fetchone()
    if row is None:
        return None
    question, reply, fields = row
    if bytes(question) != digest:
        raise KeyReused()
    return bytes(reply), Fields(None if fields == EVERYTHING else frozenset(filter(None, fields.split(","))))


def _keep(*, envelope: Envelope, digest: bytes, reply: bytes, fields: Fields) -> bool:
    """Whether the reply is kept; False where another answer to the same key came first."""
    names = EVERYTHING if fields.names is None else ",".join(sorted(fields.names))
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [envelope.sender, envelope.idempotency_key, digest, reply, names, clock.now()])
        return bool(cursor.rowcount)


def once(*, envelope: Envelope, body: bytes, act: Callable[[], tuple[bytes, Any]]) -> tuple[bytes, Any]:
    """The reply of the first time, or of now. The owner's own idempotency (by the same key) covers a crash in between."""
    if not envelope.idempotency_key:
        raise Unreadable(why="a question that changes books carries an idempotency key")
    digest = hashlib.sha256(envelope.contract.encode() + b"\n" + body).digest()
    kept = _kept(envelope=envelope, digest=digest)
    if kept is not None:
        return kept
    reply, fields = act()
    if not _keep(envelope=envelope, digest=digest, reply=reply, fields=fields):
        winner = _kept(envelope=envelope, digest=digest)
        if winner is not None:
            return winner
    return reply, fields
