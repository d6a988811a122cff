"""A question with an idempotency key is acted on once, however often it arrives."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from madang.contracts.envelope import Envelope
from madang.exchange.grants import EVERYTHING, Fields
from madang.exchange.models import KeptReply
from madang.exchange.refusals import KeyReused, Unreadable


def _kept(*, envelope: Envelope, digest: bytes) -> tuple[bytes, Fields] | None:
    kept = KeptReply.objects.filter(sender=envelope.sender, key=envelope.idempotency_key).first()
    if kept is None:
        return None
    if bytes(kept.question_sha256) != digest:
        raise KeyReused()
    names = None if kept.fields == EVERYTHING else frozenset(filter(None, kept.fields.split(",")))
    return bytes(kept.reply), Fields(names)


def once(*, envelope: Envelope, body: bytes, act: Callable[[], tuple[bytes, Any]]) -> tuple[bytes, Any]:
    """The reply of the first time, or of now. The owner's own idempotency (by the same key) covers a crash in between."""
    if not envelope.idempotency_key:
        raise Unreadable(why="a question that changes books carries an idempotency key")
    digest = hashlib.sha256(envelope.contract.encode() + b"\n" + body).digest()
    kept = _kept(envelope=envelope, digest=digest)
    if kept is not None:
        return kept
    reply, fields = act()
    try:
        with transaction.atomic():
            KeptReply.objects.create(
                sender=envelope.sender,
                key=envelope.idempotency_key,
                question_sha256=digest,
                reply=reply,
                fields=EVERYTHING if fields.names is None else ",".join(sorted(fields.names)),
            )
    except IntegrityError:
        winner = _kept(envelope=envelope, digest=digest)
        if winner is not None:
            return winner
    return reply, fields
