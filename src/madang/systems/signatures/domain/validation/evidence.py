"""What a format's reader hands to the validation: neutral facts, nothing judged that needs a clock or an anchor."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from madang.systems.signatures.domain.validation.indications import Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Algorithm:
    """An algorithm that the evidence rests on: `name` in lower case; `bits` of a key, 0 for a digest."""

    name: str
    bits: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """Validation data (DER): certificates, revocation lists, OCSP responses."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()

    def __add__(self, other: "Material") -> "Material":
        return Material(
            certificates=_joined(self.certificates, other.certificates),
            crls=_joined(self.crls, other.crls),
            ocsps=_joined(self.ocsps, other.ocsps),
        )

    def __sub__(self, other: "Material") -> "Material":
        return Material(
            certificates=tuple(one for one in self.certificates if one not in other.certificates),
            crls=tuple(one for one in self.crls if one not in other.crls),
            ocsps=tuple(one for one in self.ocsps if one not in other.ocsps),
        )

    def __bool__(self) -> bool:
        return bool(self.certificates or self.crls or self.ocsps)


def _joined(first: tuple[bytes, ...], second: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(first + second))


@dataclass(frozen=True, kw_only=True, slots=True)
class Stamp:
    """A timestamp token (RFC 3161): `archive` covers all that stands before it, otherwise the signature value alone.

    `fault` is what the token's own cryptography shows: its signature, its reference to its certificate, its imprint.
    """

    archive: bool
    at: datetime
    signer: bytes | None
    certificates: tuple[bytes, ...]
    algorithms: tuple[Algorithm, ...]
    fault: Finding | None = None
    token: bytes = b""


class CoveredKind(StrEnum):
    """What of the world a signature is over (EN 319 102-1, 4.2.8: the signature's scope)."""

    DOCUMENT = "document"
    REVISION = "revision"
    ELEMENT = "element"
    OBJECT = "object"
    PAYLOAD = "payload"
    FILE = "file"


@dataclass(frozen=True, kw_only=True, slots=True)
class Covered:
    """One thing that is signed: the whole document around the signature, a PDF as it was when signed, an element, an object
    that the signature holds, a payload, a file beside it; `name` tells which where there may be several."""

    kind: CoveredKind
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignatureEvidence:
    """One signature as a reader found it; `steps` are validation data and timestamps in the order in which they were added.

    `left_out` says what of the document is not signed; a reader who trusted the whole of it would be deceived.
    """

    form: str
    signer: bytes | None = None
    claimed_at: datetime | None = None
    algorithms: tuple[Algorithm, ...] = ()
    steps: tuple[Material | Stamp, ...] = ()
    fault: Finding | None = None
    covers: tuple[Covered, ...] = ()
    left_out: str = ""
    name: str = ""

    @property
    def level(self) -> str:
        """The baseline level that its parts make up (clause 4.3 of each format's standard): B-B, B-T, B-LT, B-LTA."""
        stamps = [step for step in self.steps if isinstance(step, Stamp)]
        if any(step.archive for step in stamps) and self._has_status():
            return "B-LTA"
        if not stamps:
            return "B-B"
        return "B-LT" if self._has_status() else "B-T"

    def _has_status(self) -> bool:
        return any(isinstance(step, Material) and (step.crls or step.ocsps) for step in self.steps)
