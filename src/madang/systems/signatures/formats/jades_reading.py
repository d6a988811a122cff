"""JAdES (ETSI TS 119 182-1) and plain JSON Web Signatures, read."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from madang.systems.signatures.domain.validation.evidence import Algorithm, Material, SignatureEvidence, Stamp
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import algorithms, tokens
from madang.systems.signatures.formats.cms import MOST_CERTIFICATES, NotReadable
from madang.systems.signatures.formats.jades_payload import HASHES, Payload, payload_of
from madang.systems.signatures.formats.jws import decode, encode, from_plain, load, parse, protected_of
from madang.systems.signatures.formats.signed_files import SignedFile

# RFC 7518, 3.1: only what a certificate's key can make. `none` and HMAC are no signatures of a person.
ALGORITHMS = {"ES256": ("sha256", 32), "ES384": ("sha384", 48), "ES512": ("sha512", 66), "RS256": ("sha256", 0)}
_KEYS = {"ES256": 256, "ES384": 384, "ES512": 521}
# What a header may demand to be understood: RFC 7797, 6, and TS 119 182-1, 5.1.9.
_UNDERSTOOD = frozenset({"b64", "sigD", "sigT", "x5t#o"})


def read(*, signed: bytes, files: Sequence[SignedFile] = ()) -> list[SignatureEvidence]:
    """Every signature of a JAdES or plain JWS file; `files` are those beside it that it may be over."""
    body = load(signed)
    return [_evidence(body, one, files) for one in body["signatures"]]


def _certificates(header: dict[str, Any]) -> tuple[bytes, ...]:
    chain = header.get("x5c", [])
    if not isinstance(chain, list) or len(chain) > MOST_CERTIFICATES:
        raise NotReadable(f"x5c is not a list, or holds more than {MOST_CERTIFICATES} certificates.")
    return tuple(from_plain(one) for one in chain)


def _evidence(body: dict[str, Any], one: dict[str, Any], files: Sequence[SignedFile]) -> SignatureEvidence:
    header = protected_of(one)
    chain = _certificates(header)
    name = str(header.get("alg"))
    signer = chain[0] if chain else None
    payload = payload_of(body=body, header=header, files=files)
    used = [Algorithm(name=ALGORITHMS[name][0])] if name in ALGORITHMS else []
    fault = _fault(one, header, payload, signer)
    if signer is not None and (fault is None or fault.sub is not SubIndication.NO_SIGNING_CERTIFICATE_FOUND):
        try:
            used.append(algorithms.key_algorithm(certificate=signer))
        except ValueError:
            raise NotReadable("The first certificate in x5c cannot be read.") from None
    return SignatureEvidence(
        form="JAdES",
        signer=signer,
        claimed_at=_claimed(header),
        algorithms=tuple(dict.fromkeys((*used, *payload.digests))),
        steps=(Material(certificates=chain), *steps(one=one, payload=payload)),
        fault=fault,
        covers=payload.covers,
        left_out=payload.left_out,
    )


def _claimed(header: dict[str, Any]) -> datetime | None:
    """`iat`, or `sigT` of the standard's first version (5.2.1)."""
    at, told = header.get("iat"), header.get("sigT")
    if isinstance(at, int) and 0 < at < 2**33:
        return datetime.fromtimestamp(at, UTC)
    try:
        found = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def _fault(one: dict[str, Any], header: dict[str, Any], payload: Payload, signer: bytes | None) -> Finding | None:
    name = str(header.get("alg"))
    if name not in ALGORITHMS:
        why = f"The algorithm {name[:20]!r} is no signature by a certificate's key."
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    if not _is_understood(header):
        return Finding(sub=SubIndication.FORMAT_FAILURE, why="The header demands extensions that are not known here.")
    if payload.fault is not None:
        return payload.fault
    if signer is None:
        sub = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        return Finding(sub=sub, why="The signer's certificate did not come along.")
    if not _names(header, signer):
        sub = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        return Finding(sub=sub, why="The signed reference does not name the certificate that came along.")
    return _value_fault(one, payload, name, signer)


def _is_understood(header: dict[str, Any]) -> bool:
    """RFC 7515, 4.1.11: what is critical is known and there; RFC 7797, 6: a bare payload is always critical."""
    critical = header.get("crit", [])
    if not isinstance(critical, list) or ("crit" in header and not critical):
        return False
    known = all(isinstance(one, str) and one in _UNDERSTOOD and one in header for one in critical)
    bare = header.get("b64", True)
    return known and (bare is True or (bare is False and "b64" in critical))


def _names(header: dict[str, Any], signer: bytes) -> bool:
    """Whether `x5t#S256` or `x5t#o` (5.2.2) is the digest of the certificate."""
    named, other = header.get("x5t#S256"), header.get("x5t#o")
    if named is not None or not isinstance(other, dict):
        return bool(named == encode(algorithms.digest(algorithm="sha256", data=signer)))
    name = HASHES.get(str(other.get("digAlg")))
    return name is not None and other.get("digVal") == encode(algorithms.digest(algorithm=name, data=signer))


def _value_fault(one: dict[str, Any], payload: Payload, name: str, signer: bytes) -> Finding | None:
    hashed, size = ALGORITHMS[name]
    value = decode(one["signature"])
    key = algorithms.key_algorithm(certificate=signer)
    fits = key.name == "ecdsa" and key.bits == _KEYS.get(name) if size else key.name == "rsa"
    if size and len(value) == 2 * size:
        value = encode_dss_signature(int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))
    data = one["protected"].encode() + b"." + (payload.signed or b"")
    if fits and algorithms.holds(certificate=signer, signature=value, data=data, algorithm=hashed):
        return None
    why = "The signature value does not fit the signer's key and the payload."
    return Finding(sub=SubIndication.SIG_CRYPTO_FAILURE, why=why)


def parts(one: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """The members of etsiU, each with one name."""
    for text in one.get("header", {}).get("etsiU", []):
        part = parse(decode(text))
        if not isinstance(part, dict) or len(part) != 1:
            raise NotReadable("A part of etsiU does not have exactly one name.")
        yield next(iter(part.items()))


def imprinted(*, one: dict[str, Any], payload: Payload, before: int) -> bytes | None:
    """What an archive timestamp in place `before` of etsiU is over (5.3.6.3.1); None where the payload is not there."""
    if payload.stamped is None:
        return None
    members = one.get("header", {}).get("etsiU", [])[:before]
    return payload.stamped + f".{one['protected']}.{one['signature']}.{''.join(members)}".encode()


def steps(*, one: dict[str, Any], payload: Payload) -> Iterable[Material | Stamp]:
    """Validation data and timestamps in the order in which they were added."""
    for place, (kind, value) in enumerate(parts(one)):
        try:
            yield from _step(one, payload, place, kind, value)
        except (KeyError, TypeError, AttributeError):
            raise NotReadable(f"The part {kind} of etsiU is not as TS 119 182-1 has it.") from None


def _step(one: dict[str, Any], payload: Payload, place: int, kind: str, value: Any) -> Iterable[Material | Stamp]:
    if kind == "sigTst":
        data = one["signature"].encode()
        for token in value["tstTokens"]:
            yield tokens.read(from_plain(token["val"]), data_of=lambda _name: data, archive=False)
    elif kind == "arcTst":
        covered = imprinted(one=one, payload=payload, before=place)
        for token in value["tstTokens"]:
            yield tokens.read(from_plain(token["val"]), data_of=lambda _name: covered, archive=True)
    elif kind == "xVals":
        yield Material(certificates=tuple(from_plain(part["x509Cert"]["val"]) for part in value))
    elif kind == "rVals":
        yield Material(
            crls=tuple(from_plain(part["val"]) for part in value.get("crlVals", ())),
            ocsps=tuple(from_plain(part["val"]) for part in value.get("ocspVals", ())),
        )
