"""Merkle trees hashed as RFC 6962 (section 2.1) does: leaves and nodes are told apart by a first byte. Plain Python."""

import hashlib
from collections.abc import Sequence


def leaf_hash(*, data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(*, left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two sides."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def root(*, leaves: Sequence[bytes]) -> bytes:
    """The tree head over `leaves` (their data, not their hashes)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(data=leaves[0])
    middle = _split(len(leaves))
    return node_hash(left=root(leaves=leaves[:middle]), right=root(leaves=leaves[middle:]))


def inclusion_path(*, leaves: Sequence[bytes], place: int) -> list[bytes]:
    """The audit path that proves that `leaves[place]` is in the tree, from the leaf up (section 2.1.1)."""
    if not 0 <= place < len(leaves):
        raise IndexError("The tree has no such leaf.")
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if place < middle:
        return [*inclusion_path(leaves=leaves[:middle], place=place), root(leaves=leaves[middle:])]
    return [*inclusion_path(leaves=leaves[middle:], place=place - middle), root(leaves=leaves[:middle])]


def root_from_path(*, leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The tree head that `path` leads to from `leaf` at `place` of `size` leaves (RFC 9162, 2.1.3.2); None if it cannot."""
    if not 0 <= place < size:
        return None
    number, last, head = place, size - 1, leaf_hash(data=leaf)
    for step in path:
        if last == 0:
            return None
        if number & 1 or number == last:
            head = node_hash(left=step, right=head)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            head = node_hash(left=head, right=step)
        number, last = number >> 1, last >> 1
    return head if last == 0 else None
