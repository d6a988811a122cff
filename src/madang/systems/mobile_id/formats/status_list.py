"""Token status list (the IETF specification of that name): two bits a credential, compressed, in a signed token."""

import zlib
from collections.abc import Iterable, Mapping

from madang.systems.mobile_id.formats import jose

TYPE = "statuslist+jwt"
BITS = 2
LARGEST = 1 << 22


class NotAStatusList(ValueError):
    """The token holds no status list, or a damaged one."""


def pack(*, size: int, statuses: Iterable[tuple[int, int]]) -> bytes:
    """A list of `size` entries, zero but for the given (index, status); the lowest bits of a byte hold its first entry."""
    table = bytearray(size * BITS // 8)
    for index, status in statuses:
        place, shift = divmod(index * BITS, 8)
        table[place] |= status << shift
    return bytes(table)


def claim_of(*, table: bytes) -> dict[str, object]:
    """The claim `status_list`."""
    return {"bits": BITS, "lst": jose.encode(zlib.compress(table, 9))}


def status_at(*, claims: Mapping[str, object], index: int) -> int:
    """The status of entry `index` in the claims of a status list token. NotAStatusList."""
    held = claims.get("status_list")
    if not isinstance(held, Mapping) or held.get("bits") not in (1, 2, 4, 8) or not isinstance(held.get("lst"), str):
        raise NotAStatusList("The token carries no status list.")
    bits = int(held["bits"])
    table = _inflate(jose.decode(str(held["lst"])))
    place, shift = divmod(index * bits, 8)
    if index < 0 or place >= len(table):
        raise NotAStatusList("The list has no such entry.")
    return table[place] >> shift & (1 << bits) - 1


def _inflate(data: bytes) -> bytes:
    inflate = zlib.decompressobj()
    try:
        table = inflate.decompress(data, LARGEST)
    except zlib.error:
        raise NotAStatusList("The list is damaged.") from None
    if not inflate.eof or inflate.unused_data:
        raise NotAStatusList("The list is damaged or too long.")
    return table
