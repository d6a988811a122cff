"""Until when an algorithm may be trusted: dated, as ETSI TS 119 312 asks; a country or a test may hand in another table.

Ended ones: MD5 (RFC 6151, 2011; collisions for certificates shown 2008), SHA-1 (NIST SP 800-131A: no signatures after 2013; a
little mercy is not given), RSA and DSA under 1,900 bits (NIST SP 800-131A: after 2013; SOG-IS names 1,900 as the least).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from madang.systems.signatures.domain.validation.evidence import Algorithm

_2004 = datetime(2004, 8, 1, tzinfo=UTC)
_2014 = datetime(2014, 1, 1, tzinfo=UTC)
_NEVER = datetime(1990, 1, 1, tzinfo=UTC)

_DIGESTS: Mapping[str, datetime | None] = {
    "md5": _2004,
    "sha1": _2014,
    "sha224": datetime(2026, 1, 1, tzinfo=UTC),
    "sha256": None,
    "sha384": None,
    "sha512": None,
}
# Least bits of a key that still holds, and until when smaller ones held.
_KEYS: Mapping[str, tuple[tuple[int, datetime | None], ...]] = {
    "rsa": ((1900, None), (1024, _2014)),
    "ecdsa": ((256, None),),
    "ed25519": ((0, None),),
    "ed448": ((0, None),),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class AlgorithmPolicy:
    """Which algorithms hold until when; None means: no end known."""

    digests: Mapping[str, datetime | None] = field(default_factory=lambda: _DIGESTS)
    keys: Mapping[str, tuple[tuple[int, datetime | None], ...]] = field(default_factory=lambda: _KEYS)

    def ends(self, *, algorithm: Algorithm) -> datetime | None:
        """The instant at which trust in it ends; long ago for what is not known."""
        if not algorithm.bits and algorithm.name not in self.keys:
            return self.digests.get(algorithm.name, _NEVER)
        for least, until in self.keys.get(algorithm.name, ()):
            if algorithm.bits >= least:
                return until
        return _NEVER

    def weakest(self, *, algorithms: Iterable[Algorithm], at: datetime) -> Algorithm | None:
        """The first algorithm that no longer held at `at`."""
        for one in algorithms:
            end = self.ends(algorithm=one)
            if end is not None and at >= end:
                return one
        return None


STANDARD = AlgorithmPolicy()
