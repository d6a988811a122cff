"""Messages as bytes. Everything that crosses is encoded, also between two systems of one process."""

import threading
from dataclasses import is_dataclass
from importlib import import_module
from typing import Any

import msgspec

from madang.contracts import schemas
from madang.contracts.envelope import Envelope
from madang.contracts.message import Event, Query
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


_decoders: dict[type, "msgspec.json.Decoder[Any]"] = {}
# msgspec (0.22) crashes the process when two threads learn one dataclass at the same time.
_learning = threading.RLock()


def decoder(kind: type) -> "msgspec.json.Decoder[Any]":
    """A decoder that insists on types and passes over fields that a newer sender added."""
    found = _decoders.get(kind)
    if found is None:
        with _learning:
            found = _decoders.setdefault(kind, _decoders.get(kind) or msgspec.json.Decoder(kind))
    return found


def learn_contracts() -> int:
    """Makes the decoder of every message of every contract, before there are threads; tells how many."""
    for module in schemas.contract_modules():
        for kind in vars(import_module(f"madang.contracts.{module}")).values():
            if isinstance(kind, type) and is_dataclass(kind) and kind not in {Query, Event}:
                decoder(kind)
    return len(_decoders)


def decode(kind: type, data: bytes | msgspec.Raw) -> Any:
    """The value of `kind` in `data`; raises msgspec.ValidationError, which names the place."""
    return decoder(kind).decode(data)


def problem(*, code: str, title: str, status: int, faults: tuple[Fault, ...] = ()) -> bytes:
    """A problem document."""
    errors = [{"place": fault.place, "says": str(fault.says), "code": fault.code} for fault in faults]
    return encode(Problem(code=code, title=title, status=status, type=f"urn:madang:problem:{code}", errors=errors))
