"""How an entry is written for hashing, and the hash that links it to the one before. Plain Python.

A link is SHA-256 of one line of UTF-8: `<chain> <number> <previous hash in hex> <the entry as canonical JSON>`, so an
auditor repeats it with sha256sum. Canonical JSON: keys sorted, no spaces, no floats, text as it is.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from madang.framework.values import Party

GENESIS = bytes(32)


def plain(*, value: object) -> Any:
    """`value` as JSON knows it, without floats: amounts and quantities are integers or text. Raises TypeError."""
    if isinstance(value, Enum):
        return plain(value=value.value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Mapping):
        return {_text(str(key)): plain(value=one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(value=one) for one in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(value=one) for one in value]
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (str, UUID, Decimal, Party)):
        return _text(str(value))
    raise TypeError(f"The audit trail takes integers and text, not {type(value).__name__}.")


def _text(value: str) -> str:
    """PostgreSQL's JSON holds neither NUL nor lone surrogates, and a trail that refuses an entry would stop the act."""
    return value.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode()


def instant(*, at: datetime) -> str:
    """An instant as the chain writes it: UTC, microseconds, `Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(*, fields: Mapping[str, Any]) -> str:
    """An entry's fields as canonical JSON."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def link(*, chain: int, number: int, previous: bytes, content: str) -> bytes:
    """The hash of an entry at its place."""
    return hashlib.sha256(f"{chain} {number} {previous.hex()} {content}".encode()).digest()
