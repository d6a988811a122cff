"""Messages as bytes. Everything that crosses is encoded, also between two systems of one process."""

from functools import cache
from typing import Any

import msgspec

from madang.contracts.envelope import Envelope
from madang.framework.values import Fault


class Question(msgspec.Struct, frozen=True):
    """A question on the wire."""

    envelope: Envelope
    body: msgspec.Raw


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A no on the wire: an RFC 9457 problem document (`application/problem+json`)."""

    code: str
    title: str
    status: int
    type: str = "about:blank"
    errors: list[dict[str, str]] = []


class Happening(msgspec.Struct, frozen=True):
    """An event on the wire: its envelope's `id` is the event's id."""

    envelope: Envelope
    body: msgspec.Raw


_encoder = msgspec.json.Encoder()


def encode(value: Any) -> bytes:
    """The value's JSON."""
    return _encoder.encode(value)


@cache
def decoder(kind: type) -> "msgspec.json.Decoder[Any]":
    """A decoder that insists on types and passes over fields that a newer sender added."""
    return msgspec.json.Decoder(kind)


def decode(kind: type, data: bytes | msgspec.Raw) -> Any:
    """The value of `kind` in `data`; raises msgspec.ValidationError, which names the place."""
    return decoder(kind).decode(data)


def problem(*, code: str, title: str, status: int, faults: tuple[Fault, ...] = ()) -> bytes:
    """A problem document."""
    errors = [{"place": fault.place, "says": str(fault.says), "code": fault.code} for fault in faults]
    return encode(Problem(code=code, title=title, status=status, type=f"urn:madang:problem:{code}", errors=errors))
