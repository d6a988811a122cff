"""Answers kept in this process, each with the stamp under which it was found (`models/status_stamp.py`).

The stamp is read first, then the statuses: a change that comes between leaves an answer that is newer than its stamp, never
one that is older. So an answer whose stamp still stands is what the register would say now, whatever process changed it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from madang.systems.signatures.formats.ocsp import Finding, Responder

MOST = 20_000
_STAMP = "SELECT value FROM signatures_statusstamp WHERE id = 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What may be said from `since` to before `until` while the stamp stands: the whole answer, or what it is made of."""

    stamp: int
    since: datetime
    until: datetime
    der: bytes = b""
    responder: Responder | None = None
    finding: Finding | None = None

    def holds(self, *, stamp: int | None, now: datetime) -> bool:
        """Whether it may be said now."""
        return self.stamp == stamp and self.since <= now < self.until


_answers: dict[bytes, Kept] = {}
_findings: dict[bytes, Kept] = {}


def current_stamp() -> int | None:
    """The stamp as it is committed, or as the open transaction made it; None where there is none yet."""
    with connection.cursor() as cursor:
        row = cursor.execute(_STAMP).fetchone()
    return int(row[0]) if row else None


def answer_to(*, request: bytes) -> Kept | None:
    """The kept answer to these very bytes."""
    return _answers.get(request)


def finding_on(*, question: bytes) -> Kept | None:
    """What is kept on the certificate that these bytes (a CertID) name."""
    return _findings.get(question)


def keep_answer(*, request: bytes, kept: Kept) -> None:
    """Keep an answer without nonce."""
    _keep(_answers, request, kept)


def keep_finding(*, question: bytes, kept: Kept) -> None:
    """Keep what an answer with a nonce is made of."""
    _keep(_findings, question, kept)


def _keep(place: dict[bytes, Kept], name: bytes, kept: Kept) -> None:
    # What an open transaction sees may never be committed, and its stamp may come again with another meaning.
    if connection.in_atomic_block:
        return
    if len(place) >= MOST:
        place.clear()
    place[name] = kept


def forget() -> None:
    """Begin anew; nothing wrong is said without it."""
    _answers.clear()
    _findings.clear()
