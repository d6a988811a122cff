"""The access log: one hash chain a partner, one entry an ask, on the answering side and on the asking side of a road.

An entry's hash is SHA-256 of the previous hash, the entry's number (8 bytes, big-endian) and the record's UTF-8 text.
The record is stored as it was hashed. The chain's row is locked for one statement only.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError, connection

from madang.contracts.envelope import BasisKind, Envelope
from madang.exchange.models import AccessEntry
from madang.exchange.refusals import SeenBefore
from madang.framework.values import clock

ANSWERED = "answered"
ASKED = "asked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """The signatures of a road, as text: RFC 9421 signature bases with their signatures and key ids."""

    question: dict[str, str]
    reply: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an entry stands."""

    partner: str
    number: int
    hash: bytes


def record_text(
    *,
    side: str,
    envelope: Envelope,
    question_sha256: bytes,
    reply_sha256: bytes | None,
    outcome: str,
    fields: tuple[str, ...],
    at: datetime,
) -> str:
    """The record that is hashed: JSON with sorted keys."""
    record: dict[str, Any] = {
        "side": side,
        "at": at.isoformat(),
        "envelope": msgspec.to_builtins(envelope),
        "question_sha256": question_sha256.hex(),
        "reply_sha256": reply_sha256.hex() if reply_sha256 else None,
        "outcome": outcome,
        "fields": list(fields),
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def basis_text(envelope: Envelope) -> str:
    """The right, as the subject reads it; code texts are translated where they are shown."""
    basis = envelope.basis
    return basis.cite if basis.kind is BasisKind.LAW else basis.kind.value


def append(
    *,
    side: str,
    partner: str,
    envelope: Envelope,
    question_sha256: bytes,
    reply_sha256: bytes | None,
    outcome: str,
    fields: tuple[str, ...] = (),
    proof: Proof | None = None,
) -> Entry:
    """Write one entry at the end of the partner's chain and return where it stands. Raises SeenBefore on a replay."""
    at = clock.now()
    record = record_text(
        side=side,
        envelope=envelope,
        question_sha256=question_sha256,
        reply_sha256=reply_sha256,
        outcome=outcome,
        fields=fields,
        at=at,
    )
    arguments = (
        partner,
        record,
        envelope.id,
        side,
        str(envelope.subject) if envelope.subject else "",
        envelope.sender,
        envelope.recipient,
        envelope.contract,
        at,
        msgspec.json.encode(msgspec.to_builtins(proof)).decode() if proof else None,
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, hash FROM exchange_append(%s,%s,%s,%s,%s,%s,%s,%s,%s,%s::jsonb)", arguments)
            number, digest = cursor.fetchone()
    except IntegrityError as error:
        raise SeenBefore() from error
    return Entry(partner, number, bytes(digest))


def seen(envelope_id: str, *, side: str = ANSWERED) -> bool:
    """Whether this envelope is in the log already."""
    return AccessEntry.objects.filter(envelope_id=envelope_id, side=side).exists()
