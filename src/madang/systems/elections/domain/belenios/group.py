"""The group BELENIOS-2048: a subgroup of prime order (256 bits) of the integers modulo a prime of 2048 bits.

The parameters are facts of the published specification of Belenios 2.0 (section 5.1). Secrets of long life (keys of trustees)
go through `secret_power`, whose time does not depend on them; `FixedBase` tables serve bases that many powers are taken of.
"""

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache

import gmpy2

NAME = "BELENIOS-2048"


def _number(digits: str) -> int:
    number: int = gmpy2.mpz(digits, 16)
    return number


P = _number(
    "A3EF2D011FEFB1B6E39E568FCCDFFB0FB7DC7EF3A791B6862791811D21FC35F21E6D36856B428030421F514ED40BFD4C"
    "06E092A495AF8D79A2F85E0FB11C0EDE07DD973F9C53E50930C6E82AC36DE1AE3FB8C3AABFFF12CE27A5022DDD8912D1"
    "07435012768A2CDD0A4091D8FA447F6C7EBC15A349FA318A6B4FE17D8D47E843A3E14DFA9B2162F4D7229ABE93A188B4"
    "6B006517D6F6747EBBB29C9EC3099B607F18FB1A8BC858279AA8599411D998D3E3FADA9E010840D082D8C31911ACDD4A"
    "0E7992D0F18CC759CB5DE0ACF66A3882555BC810941E021B6A4CCFA04EE4008F878AFFA2375E2999B44F6CEF17D70730"
    "1E59E0E6351E051ED9CEC4157646E64F"
)
G = _number(
    "1307C1AB5F295885D7CAA3A78A42415E31FD1C5807B61FB1E781878A52230A51988B98C259597F9C5A9DFD001D26BA31"
    "D9D8976F01D95A1C8262EE68A0E92CEA541E5219E0D0D094301B894236823FE1D4BC04E29F3748AEFD4F10D5B1A356A8"
    "643E673FD9D215FC8FE5FB9CF9FDB8EA88FDB1A3381A697FDF9C2458570B06D26AEF1BE365FDD90165F397C6B870DF8C"
    "1B9E519EDCEE8BB0F74B7A1615A274BA60A7EA574A61F552D2DDE0CE514E0927C4FF49B1964C4A913731AE4268D60D7F"
    "22127B6CBBA44D453AC8B72FD04E0991B7AEFF04867D8724AC638F5F34100D2D47AA680D43771902743D663F42D853C0"
    "41E1C91FE3823F4BCF284308F1D7E653"
)
Q = _number("ADB6066A73522565F4DAA0F2579DB7F2F0FA90C2168BC709E20263387D55C491")

ONE = _number("1")
_SMALL = 8


def power(*, base: int, exponent: int) -> int:
    """`base` to the public `exponent`; a negative exponent inverts."""
    found: int = gmpy2.powmod(base, exponent, P)
    return found


def secret_power(*, base: int, exponent: int) -> int:
    """`base` to an `exponent` that nobody may learn from how long this takes."""
    if exponent == 0:
        return ONE
    found: int = gmpy2.powmod_sec(base, exponent, P)
    return found


def inverse(*, element: int) -> int:
    """One divided by `element`."""
    found: int = gmpy2.invert(element, P)
    return found


def product(*, elements: Iterable[int]) -> int:
    """All `elements` multiplied."""
    found = ONE
    for element in elements:
        found = found * element % P
    return found


class FixedBase:
    """Powers of one base by a table: `window` bits of the exponent cost one multiplication."""

    __slots__ = ("_rows", "base", "window")

    def __init__(self, *, base: int, window: int = _SMALL) -> None:
        self.base = base
        self.window = window
        self._rows: list[list[int]] = []
        step = base
        for _ in range(-(-Q.bit_length() // window)):
            row = [ONE]
            for _ in range((1 << window) - 1):
                row.append(row[-1] * step % P)
            self._rows.append(row)
            step = row[-1] * step % P

    def power(self, exponent: int) -> int:
        """The base to `exponent`, which is not negative and smaller than the group's order."""
        mask = (1 << self.window) - 1
        found = ONE
        for row in self._rows:
            found = found * row[exponent & mask] % P
            exponent >>= self.window
        return found


@lru_cache(maxsize=16)
def fixed_base(base: int, window: int = _SMALL) -> FixedBase:
    """The table of `base`, made once a process."""
    return FixedBase(base=base, window=window)


def g_power(exponent: int, *, window: int = _SMALL) -> int:
    """The generator to `exponent` modulo the order."""
    return fixed_base(G, window).power(exponent % Q)


def in_group(*, element: int) -> bool:
    """Whether `element` lies in the subgroup: everything else could leak a vote or forge a proof."""
    return 0 < element < P and power(base=element, exponent=Q) == 1


def random_exponent() -> int:
    """A fresh secret below the order."""
    return number(secrets.randbelow(int(Q)))


def number(given: int | str) -> int:
    """`given` as this module counts; a string is decimal."""
    found: int = gmpy2.mpz(given)
    return found


def challenge(text: str) -> int:
    """SHA-256 of `text` as a number modulo the order: how every proof of the specification is made non-interactive."""
    return number(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % Q


def hash64(text: str) -> str:
    """SHA-256 in Base64 without padding: fingerprints of elections, tracking numbers of ballots."""
    return b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def hash_hex(text: str) -> str:
    """SHA-256 in hexadecimal: names of what an archive holds."""
    return hashlib.sha256(text.encode()).hexdigest()
