"""Products of many powers in fewer multiplications than one by one (Pippenger's buckets). For public exponents, or at a
trustee's own desk: how long it takes depends on the exponents.
"""

import secrets
from array import array
from collections.abc import Iterable, Sequence

from madang.systems.elections.domain.belenios.group import ONE, Group

_FEW = 8
_WIDEST = 14


def product_of_powers(*, group: Group, bases: Sequence[int], exponents: Sequence[int]) -> int:
    """Each base to its exponent (not negative), all multiplied."""
    if len(bases) < _FEW:
        powers = (group.power(base=base, exponent=power) for base, power in zip(bases, exponents, strict=True))
        return group.product(elements=powers)
    bits = max(exponent.bit_length() for exponent in exponents)
    window = _window(bits, len(bases))
    pairs, found = list(zip(bases, exponents, strict=True)), ONE
    mask = (1 << window) - 1
    for shift in range((bits - 1) // window * window, -1, -window):
        digits = ((base, (exponent >> shift) & mask) for base, exponent in pairs)
        counted = _counted(group, _buckets(group, digits, window))
        found = group.power(base=found, exponent=1 << window) * counted % group.p
    return found


def random_halves(*, group: Group, elements: Sequence[int], rounds: int) -> list[int]:
    """`rounds` products (64 at most), each of a random half of `elements`."""
    window, found = _window(rounds, len(elements)), [ONE] * rounds
    coins = array("Q", secrets.token_bytes(8 * len(elements)))
    for shift in range(0, rounds, window):
        wide = min(window, rounds - shift)
        mask = (1 << wide) - 1
        digits = ((element, (coin >> shift) & mask) for element, coin in zip(elements, coins, strict=True))
        found[shift : shift + wide] = _of_each_bit(group, _buckets(group, digits, wide), wide)
    return found


def _window(bits: int, count: int) -> int:
    """How many bits of each exponent are looked at together so that the multiplications are fewest."""
    return min(range(2, _WIDEST), key=lambda wide: -(-bits // wide) * (count + (2 << wide)))


def _buckets(group: Group, digits: Iterable[tuple[int, int]], window: int) -> list[int]:
    """For each digit of `window` bits the product of the elements that have it."""
    p, found = group.p, [ONE] * (1 << window)
    for element, digit in digits:
        if digit:
            found[digit] = found[digit] * element % p
    return found


def _counted(group: Group, buckets: Sequence[int]) -> int:
    """Each bucket as often as its digit says, all multiplied: a running product counts them."""
    p, running, found = group.p, ONE, ONE
    for bucket in reversed(buckets[1:]):
        running = running * bucket % p
        found = found * running % p
    return found


def _of_each_bit(group: Group, buckets: list[int], window: int) -> list[int]:
    """For each bit, the lowest first, the product of the buckets whose digits have it. `buckets` is folded from its end."""
    p, found = group.p, [ONE] * window
    for bit in range(window - 1, -1, -1):
        upper, buckets = buckets[1 << bit :], buckets[: 1 << bit]
        found[bit] = group.product(elements=upper)
        buckets = [low * high % p for low, high in zip(buckets, upper, strict=True)]
    return found
