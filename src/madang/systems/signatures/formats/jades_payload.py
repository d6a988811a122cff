"""What a JAdES signature is over: a payload inside, a file beside (RFC 7515, appendix F), or files that `sigD` names
(ETSI TS 119 182-1, 5.2.8); encoded, or bare where `b64` is false (RFC 7797)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from madang.systems.signatures.domain.validation.evidence import Algorithm, Covered, CoveredKind
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import algorithms
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.jws import decode, encode
from madang.systems.signatures.formats.signed_files import MOST_FILES, SignedFile, find_file, uri_of

URI = "http://uri.etsi.org/19182/ObjectIdByURI"
URI_HASH = "http://uri.etsi.org/19182/ObjectIdByURIHash"
HASHES = {"S256": "sha256", "S384": "sha384", "S512": "sha512"}


class Apart(StrEnum):
    """How a signature names files that stand beside it: not at all, by name, or by name and digest."""

    UNNAMED = ""
    BY_NAME = URI
    BY_DIGEST = URI_HASH


@dataclass(frozen=True, kw_only=True, slots=True)
class Payload:
    """What is signed: `signed` enters the signature's input and `stamped` an archive timestamp's; both None with a `fault`."""

    signed: bytes | None = None
    stamped: bytes | None = None
    covers: tuple[Covered, ...] = ()
    digests: tuple[Algorithm, ...] = ()
    left_out: str = ""
    fault: Finding | None = None


def header_of(*, files: Sequence[SignedFile], apart: Apart, encoded: bool) -> dict[str, Any]:
    """The protected header's members that say what is signed; NotReadable where they could not say it safely."""
    made: dict[str, Any] = {}
    if apart is not Apart.UNNAMED:
        made["sigD"] = {"mId": apart.value, "pars": [uri_of(file=one) for one in files]}
    if apart is Apart.BY_DIGEST:
        digests = [algorithms.digest(algorithm="sha256", data=_octets(one.data, encoded=encoded)) for one in files]
        made["sigD"] |= {"hashM": "S256", "hashV": [encode(one) for one in digests]}
    elif len(files) > 1:
        raise NotReadable("Several files are signed by their digests, so that nothing moves from one to the next.")
    if not encoded:
        made["b64"] = False
    critical = [name for name in ("b64", "sigD") if name in made]
    return made | ({"crit": critical} if critical else {})


def payload_of(*, body: dict[str, Any], header: dict[str, Any], files: Sequence[SignedFile]) -> Payload:
    """What one signature is over."""
    encoded, named, held = header.get("b64", True) is not False, header.get("sigD"), body.get("payload")
    if named is not None:
        if held:
            return _wrong("The signature names files beside it and holds a payload too.")
        return _named(named, files, encoded=encoded)
    if held is not None:
        if encoded:
            decode(held)
        return _whole(held.encode(), Covered(kind=CoveredKind.PAYLOAD))
    if len(files) != 1:
        return _missing("The signed file did not come with the signature.")
    return _whole(_octets(files[0].data, encoded=encoded), Covered(kind=CoveredKind.FILE, name=files[0].name))


def _octets(data: bytes, *, encoded: bool) -> bytes:
    return encode(data).encode() if encoded else data


def _whole(data: bytes, covered: Covered) -> Payload:
    return Payload(signed=data, stamped=data, covers=(covered,))


def _wrong(why: str) -> Payload:
    return Payload(fault=Finding(sub=SubIndication.FORMAT_FAILURE, why=why))


def _missing(why: str) -> Payload:
    return Payload(fault=Finding(sub=SubIndication.SIGNED_DATA_NOT_FOUND, why=why))


def _named(named: object, files: Sequence[SignedFile], *, encoded: bool) -> Payload:
    told = named if isinstance(named, dict) else {}
    names = told.get("pars")
    if (
        not isinstance(names, list)
        or not names
        or len(names) > MOST_FILES
        or not all(isinstance(n, str) for n in names)
    ):
        return _wrong("sigD does not name the signed files as TS 119 182-1 has it.")
    if told.get("mId") not in (URI, URI_HASH):
        return _missing("The signature names what it is over in a way that is not read here.")
    found = [find_file(uri=name, files=files, only=len(names) == 1) for name in names]
    present = [one for one in found if one is not None]
    if len(present) < len(names) or len(set(names)) < len(names):
        lost = next((name for name, one in zip(names, found, strict=True) if one is None), names[0])
        return _missing(f"The signed file {lost[:80]} did not come with the signature.")
    octets = [_octets(one.data, encoded=encoded) for one in present]
    covers = tuple(Covered(kind=CoveredKind.FILE, name=one.name) for one in present)
    if told["mId"] == URI_HASH:
        return _by_digest(told, octets, covers)
    several = "Where one of the signed files ends and the next begins is not signed." if len(names) > 1 else ""
    together = b"".join(octets)
    return Payload(signed=together, stamped=together, covers=covers, left_out=several)


def _by_digest(told: dict[str, Any], octets: Sequence[bytes], covers: tuple[Covered, ...]) -> Payload:
    """5.2.8.3.3: the digests are signed in the header; the payload counts as empty."""
    name, values = HASHES.get(str(told.get("hashM"))), told.get("hashV")
    if name is None:
        why = "The digest that sigD names is not known here."
        return Payload(fault=Finding(sub=SubIndication.CRYPTO_CONSTRAINTS_FAILURE, why=why))
    if not isinstance(values, list) or len(values) != len(octets):
        return _wrong("sigD does not give one digest for each file.")
    for value, data, one in zip(values, octets, covers, strict=True):
        if decode(value) != algorithms.digest(algorithm=name, data=data):
            why = f"This is not what was signed: {one.name}."
            return Payload(fault=Finding(sub=SubIndication.HASH_FAILURE, why=why))
    return Payload(signed=b"", stamped=b"".join(octets), covers=covers, digests=(Algorithm(name=name),))
