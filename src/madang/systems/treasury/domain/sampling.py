"""An auditor's samples, drawn so that anybody can draw them again from the seed.

ISA 530 (in the public sector ISSAI 2530), appendix 4: random selection, and monetary-unit sampling, a value-weighted selection
in which each unit of money has the same chance. SHA-256 of the seed stands in for a table of random numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Method(StrEnum):
    """How a sample is drawn."""

    MONETARY = "monetary_unit"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be chosen: its key and its amount."""

    key: str
    minor: int


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest(), "big")


def digest(*, items: Iterable[Item]) -> str:
    """What says whether a population is still the one that was sampled."""
    hashed = sha256()
    for item in items:
        hashed.update(f"{item.key}\t{item.minor}\n".encode())
    return hashed.hexdigest()


def draw(*, method: Method, items: Sequence[Item], size: int, seed: str) -> tuple[Item, ...]:
    """The sample, in the population's order; all of it where it is not larger than `size`."""
    if size >= len(items):
        return tuple(items)
    return _monetary(items, size, seed) if method is Method.MONETARY else _random(items, size, seed)


def _random(items: Sequence[Item], size: int, seed: str) -> tuple[Item, ...]:
    chosen = set(sorted(range(len(items)), key=lambda index: _number(f"{seed}\t{items[index].key}"))[:size])
    return tuple(item for index, item in enumerate(items) if index in chosen)


def _monetary(items: Sequence[Item], size: int, seed: str) -> tuple[Item, ...]:
    """Every `interval`-th unit of money from a start that the seed gives; an item that holds one is chosen once, so that
    nothing as large as the interval is left out."""
    interval = max(1, sum(item.minor for item in items) // size)
    following = _number(seed) % interval
    passed, chosen = 0, []
    for item in items:
        passed += item.minor
        if passed > following:
            chosen.append(item)
            following += ((passed - following - 1) // interval + 1) * interval
    return tuple(chosen)
