"""Who gets of a tariff quota: first come, first served, by the moment of lodging (for example Commission Regulation (EEC)
No 2454/93 art. 308a, now Implementing Regulation (EU) 2015/2447 arts. 49-51; in Korea the order of recommendation or of
declaration, Customs Act art. 71)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one item wants of a quota."""

    key: int
    at: datetime
    wanted: Decimal


def allocate(*, left: Decimal, claims: Iterable[Claim]) -> tuple[tuple[int, Decimal], ...]:
    """What each claim gets, the earliest first: all it wants, what is left, or nothing."""
    given = []
    for claim in sorted(claims, key=lambda one: (one.at, one.key)):
        part = min(claim.wanted, left)
        left -= part
        given.append((claim.key, part))
    return tuple(given)
