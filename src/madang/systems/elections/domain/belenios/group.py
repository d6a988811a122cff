"""The groups of Belenios 2.0: subgroups of prime order of the integers modulo a prime of 2048 bits (section 5).

BELENIOS-2048 (order of 256 bits) serves elections whose questions are all homomorphic. RFC-3526-2048 (the quadratic residues)
serves every other one: any vector of small numbers becomes an element of it. The parameters are facts of the published
specification and of RFC 3526. Secrets of long life (keys of trustees) go through `secret_power`, whose time does not depend
on them; `FixedBase` tables serve bases that many powers are taken of.
"""

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache

import gmpy2

from madang.systems.elections.domain.belenios.wire import Malformed


def number(given: int | str) -> int:
    """`given` as this module counts; a string is decimal."""
    found: int = gmpy2.mpz(given)
    return found


def _number(digits: str) -> int:
    found: int = gmpy2.mpz(digits, 16)
    return found


ONE = number(1)


class Group:
    """A group by its public parameters. There is one object a group in a process, so that it can be a key."""

    __slots__ = ("embeds", "g", "name", "p", "q", "window")

    def __init__(self, *, name: str, p: int, q: int, g: int, window: int) -> None:
        self.name = name
        self.p = p
        self.q = q
        self.g = g
        self.window = window
        """How many bits of an exponent a usual table takes at once."""
        self.embeds = q == p // 2
        """Whether its elements are all squares, so that any small vector can be made one."""

    @property
    def width(self) -> int:
        """How many bytes an element takes."""
        return -(-self.p.bit_length() // 8)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return known_group, (self.name,)

    def power(self, *, base: int, exponent: int) -> int:
        """`base` to the public `exponent`; a negative exponent inverts."""
        found: int = gmpy2.powmod(base, exponent, self.p)
        return found

    def secret_power(self, *, base: int, exponent: int) -> int:
        """`base` to an `exponent` that nobody may learn from how long this takes."""
        if exponent == 0:
            return ONE
        found: int = gmpy2.powmod_sec(base, exponent, self.p)
        return found

    def inverse(self, *, element: int) -> int:
        """One divided by `element`."""
        found: int = gmpy2.invert(element, self.p)
        return found

    def product(self, *, elements: Iterable[int]) -> int:
        """All `elements` multiplied."""
        found = ONE
        for element in elements:
            found = found * element % self.p
        return found

    def g_power(self, exponent: int, *, window: int = 0) -> int:
        """The generator to `exponent` modulo the order."""
        return fixed_base(self, self.g, window).power(exponent % self.q)

    def in_group(self, *, element: int) -> bool:
        """Whether `element` lies in the subgroup: everything else could leak a vote or forge a proof."""
        if not 0 < element < self.p:
            return False
        if self.embeds:
            # The subgroup of index two modulo a prime is that of the squares (Euler's criterion).
            return bool(gmpy2.jacobi(element, self.p) == 1)
        return self.power(base=element, exponent=self.q) == 1

    def random_exponent(self) -> int:
        """A fresh secret below the order."""
        return number(secrets.randbelow(int(self.q)))

    def challenge(self, text: str) -> int:
        """SHA-256 of `text` as a number modulo the order: how every proof of the specification is made non-interactive."""
        return number(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % self.q

    def exponent(self, *, digits: str) -> int:
        """An integer modulo the group's order, written in the one way."""
        found = number(digits)
        if found >= self.q:
            raise Malformed("A challenge or response is not below the order of the group.")
        return found

    def residue(self, *, digits: str) -> int:
        """An integer that may be an element of the group: whether it is one, `in_group` says."""
        return self.residue_of(given=number(digits))

    def residue_of(self, *, given: int) -> int:
        """The same of a number."""
        if not 0 < given < self.p:
            raise Malformed("An element is not between zero and the group's modulus.")
        return number(given)


BELENIOS_2048 = Group(
    name="BELENIOS-2048",
    p=_number(
        "A3EF2D011FEFB1B6E39E568FCCDFFB0FB7DC7EF3A791B6862791811D21FC35F21E6D36856B428030421F514ED40BFD4C"
        "06E092A495AF8D79A2F85E0FB11C0EDE07DD973F9C53E50930C6E82AC36DE1AE3FB8C3AABFFF12CE27A5022DDD8912D1"
        "07435012768A2CDD0A4091D8FA447F6C7EBC15A349FA318A6B4FE17D8D47E843A3E14DFA9B2162F4D7229ABE93A188B4"
        "6B006517D6F6747EBBB29C9EC3099B607F18FB1A8BC858279AA8599411D998D3E3FADA9E010840D082D8C31911ACDD4A"
        "0E7992D0F18CC759CB5DE0ACF66A3882555BC810941E021B6A4CCFA04EE4008F878AFFA2375E2999B44F6CEF17D70730"
        "1E59E0E6351E051ED9CEC4157646E64F"
    ),
    g=_number(
        "1307C1AB5F295885D7CAA3A78A42415E31FD1C5807B61FB1E781878A52230A51988B98C259597F9C5A9DFD001D26BA31"
        "D9D8976F01D95A1C8262EE68A0E92CEA541E5219E0D0D094301B894236823FE1D4BC04E29F3748AEFD4F10D5B1A356A8"
        "643E673FD9D215FC8FE5FB9CF9FDB8EA88FDB1A3381A697FDF9C2458570B06D26AEF1BE365FDD90165F397C6B870DF8C"
        "1B9E519EDCEE8BB0F74B7A1615A274BA60A7EA574A61F552D2DDE0CE514E0927C4FF49B1964C4A913731AE4268D60D7F"
        "22127B6CBBA44D453AC8B72FD04E0991B7AEFF04867D8724AC638F5F34100D2D47AA680D43771902743D663F42D853C0"
        "41E1C91FE3823F4BCF284308F1D7E653"
    ),
    q=_number("ADB6066A73522565F4DAA0F2579DB7F2F0FA90C2168BC709E20263387D55C491"),
    window=8,
)
_RFC_3526_P = _number(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AACAA68FFFFFFFFFFFFFFFF"
)
RFC_3526_2048 = Group(name="RFC-3526-2048", p=_RFC_3526_P, q=_RFC_3526_P // 2, g=number(2), window=6)
GROUPS = {one.name: one for one in (BELENIOS_2048, RFC_3526_2048)}


def group_for(*, ranked: bool) -> Group:
    """The group of an election, whether or not it asks a ranked question: then all of it is held in the one that embeds."""
    return RFC_3526_2048 if ranked else BELENIOS_2048


def known_group(name: str) -> Group:
    """The group of that name; `Malformed` if the specification has none."""
    if name not in GROUPS:
        raise Malformed(f"No group {name} is known here.")
    return GROUPS[name]


class FixedBase:
    """Powers of one base by a table: `window` bits of the exponent cost one multiplication."""

    __slots__ = ("_rows", "base", "group", "window")

    def __init__(self, *, group: Group, base: int, window: int) -> None:
        self.group = group
        self.base = base
        self.window = window
        self._rows: list[list[int]] = []
        step = base
        for _ in range(-(-group.q.bit_length() // window)):
            row = [ONE]
            for _ in range((1 << window) - 1):
                row.append(row[-1] * step % group.p)
            self._rows.append(row)
            step = row[-1] * step % group.p

    def power(self, exponent: int) -> int:
        """The base to `exponent`, which is not negative and smaller than the group's order."""
        mask, p = (1 << self.window) - 1, self.group.p
        found = ONE
        for row in self._rows:
            found = found * row[exponent & mask] % p
            exponent >>= self.window
        return found


def fixed_base(group: Group, base: int, window: int = 0) -> FixedBase:
    """The table of `base`, made once a process; `window` 0 is the group's usual one."""
    return _table(group, base, window or group.window)


@lru_cache(maxsize=16)
def _table(group: Group, base: int, window: int) -> FixedBase:
    return FixedBase(group=group, base=base, window=window)


def hash64(text: str) -> str:
    """SHA-256 in Base64 without padding: fingerprints of elections, tracking numbers of ballots."""
    return b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def hash_hex(text: str) -> str:
    """SHA-256 in hexadecimal: names of what an archive holds."""
    return hashlib.sha256(text.encode()).hexdigest()
