"""Products of many powers in fewer multiplications than one by one (Pippenger's buckets). For public exponents, or at a
trustee's own desk: how long it takes depends on the exponents.
"""

from collections.abc import Sequence

from madang.systems.elections.domain.belenios.group import ONE, Group

_FEW = 8
_WIDEST = 14


def product_of_powers(*, group: Group, bases: Sequence[int], exponents: Sequence[int]) -> int:
    """Each base to its exponent (not negative), all multiplied."""
    if len(bases) < _FEW:
        powers = (group.power(base=base, exponent=power) for base, power in zip(bases, exponents, strict=True))
        return group.product(elements=powers)
    bits = max(exponent.bit_length() for exponent in exponents)
    window = min(range(2, _WIDEST), key=lambda wide: -(-bits // wide) * (len(bases) + (2 << wide)))
    pairs, found = list(zip(bases, exponents, strict=True)), ONE
    for shift in range((bits - 1) // window * window, -1, -window):
        found = group.power(base=found, exponent=1 << window) * _column(group, pairs, shift, window) % group.p
    return found


def _column(group: Group, pairs: Sequence[tuple[int, int]], shift: int, window: int) -> int:
    """The product of the powers by the `window` bits of each exponent from `shift` on.

    All bases with the same digit are multiplied first; then a running product counts each as often as its digit says.
    """
    mask, p = (1 << window) - 1, group.p
    buckets = [ONE] * (mask + 1)
    for base, exponent in pairs:
        digit = (exponent >> shift) & mask
        if digit:
            buckets[digit] = buckets[digit] * base % p
    running = found = ONE
    for bucket in reversed(buckets[1:]):
        running = running * bucket % p
        found = found * running % p
    return found
