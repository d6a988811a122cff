"""The reserve price (예정가격) as a lottery that anyone can recompute.

Korea: State Contracts Act Enforcement Decree arts. 8 and 9 (reserve price), 42 (award at or below it); Contract Rule on the
making
of reserve prices (예정가격작성기준). Around the base amount (기초금액) lie fifteen preliminary prices (복수예비가격), one
in each of fifteen
equal bands of ±2 % (state) or ±3 % (local). Each bidder draws two of their positions blind; the four drawn most are averaged.

The law says nothing of how the fifteen are made by chance. Ours: a secret seed of 32 bytes, to which the buyer is bound before
closing by `commitment`, mixed after closing with the hashes of all bids that then lie there. So nobody knows a price before the
last bid has come, and nobody can choose the seed afterwards. With the seed revealed, everything below is arithmetic.
"""

import hashlib
import hmac
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

PRICES, DRAWN, AVERAGED = 15, 2, 4
SEED_BYTES = 32
_LABEL = b"madang procurement lottery 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """What came out: the prices by position 1 to 15, how often each was drawn, which were averaged, and the reserve price."""

    prices: tuple[int, ...]
    counts: tuple[int, ...]
    chosen: tuple[int, ...]
    reserve: int


def commitment(*, seed: bytes, tender: str, lot: int, base: int, percent: Fraction) -> str:
    """SHA-256 over the label, the seed and what it is for, each with a newline before it; `base` 0 where no reserve price
    is drawn.

    A seed of 32 random bytes cannot be guessed from it, and no other seed has the same hash.
    """
    parts = (_LABEL, seed.hex().encode(), tender.encode(), str(lot).encode(), str(base).encode(), str(percent).encode())
    return hashlib.sha256(b"\n".join(parts)).hexdigest()


def mixed(*, seed: bytes, bids: Iterable[str]) -> bytes:
    """The key of the lottery: HMAC-SHA-256 by the seed over the bids' hashes in ascending order, one a line."""
    return hmac.digest(seed, "\n".join(sorted(bids)).encode(), "sha256")


def _number(key: bytes, what: str) -> int:
    return int.from_bytes(hmac.digest(key, what.encode(), "sha256"), "big")


def bands(*, base: int, percent: Fraction) -> tuple[tuple[int, int], ...]:
    """The fifteen equal bands as whole amounts, each from its first to its last, both included.

    Raises ValueError where the base amount is so small that a band holds no whole amount.
    """
    low, width = base * (1 - percent / 100), base * 2 * percent / 100 / PRICES
    firsts = [math.ceil(low + place * width) for place in range(PRICES)]
    lasts = [first - 1 for first in firsts[1:]] + [math.floor(base * (1 + percent / 100))]
    if any(first > last for first, last in zip(firsts, lasts, strict=True)):
        raise ValueError(f"Fifteen different prices do not fit within ±{percent} % of {base}.")
    return tuple(zip(firsts, lasts, strict=True))


def preliminary_prices(*, key: bytes, base: int, percent: Fraction) -> tuple[int, ...]:
    """The fifteen prices by position: one whole amount in each band by chance, and the bands in an order by chance.

    A band of n amounts gives its first plus n·h/2²⁵⁶, rounded down, h being HMAC-SHA-256 over `price:BAND`; band by band
    they are
    laid out in ascending order of HMAC-SHA-256 over `place:BAND`.
    """
    drawn = {}
    for band, (first, last) in enumerate(bands(base=base, percent=percent), start=1):
        drawn[band] = first + (_number(key, f"price:{band}") * (last - first + 1) >> 256)
    return tuple(drawn[band] for band in sorted(drawn, key=lambda band: _number(key, f"place:{band}")))


def draws_fit(*, draws: Sequence[object]) -> bool:
    """Whether a bidder drew as the rule says: two different positions from 1 to 15."""
    whole = [draw for draw in draws if type(draw) is int and 1 <= draw <= PRICES]
    return len(draws) == len(whole) == len(set(whole)) == DRAWN


def counted(*, draws: Iterable[Collection[int]]) -> tuple[int, ...]:
    """How often each position was drawn."""
    counts = [0] * PRICES
    for pair in draws:
        for position in pair:
            counts[position - 1] += 1
    return tuple(counts)


def most_drawn(*, counts: Sequence[int]) -> tuple[int, ...]:
    """The four positions drawn most, in ascending order. Of positions drawn equally often the lower ones come first; where
    fewer
    than four were drawn at all, the lowest undrawn ones fill up.
    """
    ordered = sorted(range(1, PRICES + 1), key=lambda position: (-counts[position - 1], position))
    return tuple(sorted(ordered[:AVERAGED]))


def draw_reserve(*, key: bytes, base: int, percent: Fraction, draws: Mapping[str, Collection[int]]) -> Lottery:
    """The whole lottery; `draws` of the bids that fit, by number. The average of the four is rounded down to a whole amount."""
    prices = preliminary_prices(key=key, base=base, percent=percent)
    counts = counted(draws=draws.values())
    chosen = most_drawn(counts=counts)
    reserve = sum(prices[position - 1] for position in chosen) // AVERAGED
    return Lottery(prices=prices, counts=counts, chosen=chosen, reserve=reserve)


def lower_limit(*, reserve: int, percent: Fraction) -> int:
    """The least whole amount that is not below `percent` of the reserve price (낙찰하한율; Contract Rule on qualification
    review).
    """
    return math.ceil(reserve * percent / 100)


def tie_key(*, key: bytes, bid: str) -> bytes:
    """By what bids of equal rank are ordered, ascending: HMAC-SHA-256 over `tie:` and the bid's hash."""
    return hmac.digest(key, f"tie:{bid}".encode(), "sha256")
