"""Reading a stranger's CBOR (RFC 8949): only whole numbers, strings, lists, maps, tags and simple values of definite length.

A general decoder makes dates, big decimals and regular expressions of what it reads; a verifier wants none of that from
a QR code that anyone may have printed. Writing stays with cbor2, whose canonical subset this reads.
"""

from dataclasses import dataclass
from typing import Any

_DEEPEST = 8
_SIMPLE = {20: False, 21: True, 22: None}


class NotReadable(ValueError):
    """The bytes are not one value of the subset."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tagged value, kept as it stands."""

    number: int
    value: Any


def decode(*, data: bytes) -> Any:
    """The one value that `data` is; NotReadable when it is cut short, goes on, nests deeply or leaves the subset."""
    value, end = _value(data, 0, 0)
    if end != len(data):
        raise NotReadable("Bytes follow the value.")
    return value


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Major type, argument, and where the content starts."""
    if at >= len(data):
        raise NotReadable("The value is cut short.")
    major, low = data[at] >> 5, data[at] & 31
    if low < 24:
        return major, low, at + 1
    if low > 27:
        raise NotReadable("Only definite lengths are read.")
    size = 1 << low - 24
    if at + 1 + size > len(data):
        raise NotReadable("The value is cut short.")
    return major, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if depth > _DEEPEST:
        raise NotReadable("The value nests too deeply.")
    major, number, at = _head(data, at)
    if major < 2:
        return (number if major == 0 else -1 - number), at
    if major < 4:
        return _string(data, at, number, text=major == 3)
    if major == 4:
        return _items(data, at, number, depth)
    if major == 5:
        return _map(data, at, number, depth)
    if major == 6:
        value, at = _value(data, at, depth + 1)
        return Tag(number, value), at
    if number not in _SIMPLE:
        raise NotReadable("Only true, false and null are read of the simple values.")
    return _SIMPLE[number], at


def _string(data: bytes, at: int, size: int, *, text: bool) -> tuple[Any, int]:
    if size > len(data) - at:
        raise NotReadable("The value is cut short.")
    raw = data[at : at + size]
    try:
        return (raw.decode() if text else raw), at + size
    except UnicodeDecodeError:
        raise NotReadable("A text is not UTF-8.") from None


def _items(data: bytes, at: int, count: int, depth: int) -> tuple[list[Any], int]:
    if count > len(data) - at:
        raise NotReadable("The value is cut short.")
    items = []
    for _ in range(count):
        item, at = _value(data, at, depth + 1)
        items.append(item)
    return items, at


def _map(data: bytes, at: int, count: int, depth: int) -> tuple[dict[Any, Any], int]:
    flat, at = _items(data, at, 2 * count, depth)
    keys = flat[::2]
    if not all(isinstance(key, int | str) for key in keys) or len(set(keys)) != count:
        raise NotReadable("A map has a key twice or of another type than number and text.")
    return dict(zip(keys, flat[1::2], strict=True)), at
