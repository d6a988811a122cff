"""Base45 (RFC 9285): bytes in the alphabet that a QR code packs tightest."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_PAIRS = tuple(a + b for b in ALPHABET for a in ALPHABET)


class NotBase45(ValueError):
    """The text has a symbol, a length or a group that base45 cannot have written."""


def encode(*, data: bytes) -> str:
    """`data` in base45, two bytes in three symbols (RFC 9285, section 4)."""
    parts: list[str] = []
    for index in range(0, len(data) - 1, 2):
        high, rest = divmod(data[index] << 8 | data[index + 1], 2025)
        parts.append(_PAIRS[rest] + ALPHABET[high])
    if len(data) % 2:
        parts.append(_PAIRS[data[-1]])
    return "".join(parts)


def decode(*, text: str) -> bytes:
    """The bytes that `text` holds; NotBase45 when it holds none (RFC 9285, section 4)."""
    if len(text) % 3 == 1:
        raise NotBase45("A base45 text has no single symbol left over.")
    try:
        values = [_VALUES[symbol] for symbol in text]
    except KeyError:
        raise NotBase45("The text has a symbol outside of base45.") from None
    data = bytearray()
    for index in range(0, len(values), 3):
        group = values[index : index + 3]
        number = sum(value * 45**place for place, value in enumerate(group))
        size = len(group) - 1
        if number >= 1 << 8 * size:
            raise NotBase45("A group of the text is greater than its bytes can hold.")
        data += number.to_bytes(size, "big")
    return bytes(data)
