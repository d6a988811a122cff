"""The access log: one hash chain a partner, one entry an ask, on the answering side and on the asking side of a road.

An entry's hash is SHA-256 of the previous hash, the entry's number (8 bytes, big-endian) and the record's UTF-8 text.
The record is stored as it was hashed. The chain's row is locked for one statement only.
"""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import IntegrityError

from madang.contracts.envelope import BasisKind, Envelope
from madang.exchange.models import AccessEntry
from madang.exchange.refusals import SeenBefore
from madang.framework.bulk.prepared import prepared

ANSWERED = "answered"
ASKED = "asked"
OWN_LISTS = (
    "looks_v1.ListLooks",
    "cases_v1.ListCases",
    "documents_v1.ListDocuments",
    "money_v1.ListCharges",
    "notices_v1.ListNotices",
    "overview_v1.GetOverview",
)
"""The person's own pages asking for the person's own lists."""


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


class Record(msgspec.Struct, frozen=True):
    """What is hashed of an ask."""

    side: str
    at: datetime
    envelope: Envelope
    question_sha256: str
    reply_sha256: str | None
    outcome: str
    fields: tuple[str, ...]


_ENCODER = msgspec.json.Encoder(order="sorted")
_APPEND = """
SELECT number, hash FROM exchange_append(
    %s::text, %s::text, %s::text, %s::text, %s::text, %s::text, %s::text, %s::text, %s::timestamptz, %s::jsonb)
"""
_APPEND_ALL = "SELECT exchange_append_all(%s::text)"
Row = tuple[str, str, str, str, str, str, str, str, datetime, str | None]


def row(
    *,
    side: str,
    at: datetime,
    partner: str,
    envelope: Envelope,
    question_sha256: bytes,
    reply_sha256: bytes | None,
    outcome: str,
    fields: tuple[str, ...] = (),
    proof: Proof | None = None,
) -> Row:
    """The entry to write; its record is JSON with sorted keys, and is stored as it is hashed."""
    record = Record(
        side, at, envelope, question_sha256.hex(), reply_sha256.hex() if reply_sha256 else None, outcome, fields
    )
    return (
        partner,
        _ENCODER.encode(record).decode(),
        envelope.id,
        side,
        _looked_at(envelope),
        envelope.sender,
        envelope.recipient,
        envelope.contract,
        at,
        _ENCODER.encode(proof).decode() if proof else None,
    )


def _looked_at(envelope: Envelope) -> str:
    """Under whom a look is found. The record names the subject always; but a person's own page is opened so often that, found
    under them, it would bury the looks of others, and each visit would read through all the visits before it."""
    if envelope.subject is None or (envelope.basis.kind is BasisKind.OWN and envelope.contract in OWN_LISTS):
        return ""
    return str(envelope.subject)


def append(entry: Row) -> Entry:
    """Write one entry at the end of its partner's chain and return where it stands. Raises SeenBefore on a replay."""
    try:
        ((number, digest),) = prepared(statement=_APPEND, values=entry)
    except IntegrityError as error:
        raise SeenBefore() from error
    if number is None:
        raise SeenBefore()
    return Entry(entry[0], number, bytes(digest))


def append_all(entries: list[Row]) -> None:
    """Write many entries, in their order, in one statement."""
    prepared(statement=_APPEND_ALL, values=[_ENCODER.encode(entries).decode()])


def seen(envelope_id: str, *, side: str = ANSWERED) -> bool:
    """Whether this envelope is in the log already."""
    return AccessEntry.objects.filter(envelope_id=envelope_id, side=side).exists()
