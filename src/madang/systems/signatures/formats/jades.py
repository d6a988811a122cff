"""JAdES (ETSI TS 119 182-1), baseline B-B to B-LTA: a JSON Web Signature in the general JSON serialization, payload inside.

`etsiU` holds base64url strings, so that an archive timestamp needs no canonical form of JSON (5.3.6).
"""

import base64
import binascii
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from madang.systems.signatures.domain.validation.evidence import Algorithm, Material, SignatureEvidence, Stamp
from madang.systems.signatures.domain.validation.indications import Finding, SubIndication
from madang.systems.signatures.formats import algorithms, tokens
from madang.systems.signatures.formats.cms import MOST_CERTIFICATES, NotReadable
from madang.systems.signatures.formats.sources import SigningKey, TimestampSource

# RFC 7518, 3.1: only what a certificate's key can make. `none` and HMAC are no signatures of a person.
_ALGORITHMS = {"ES256": ("sha256", 32), "ES384": ("sha384", 48), "ES512": ("sha512", 66), "RS256": ("sha256", 0)}
_NAMES = {"sha256": "ES256", "sha384": "ES384", "sha512": "ES512"}
_KEYS = {"ES256": 256, "ES384": 384, "ES512": 521}
MOST_SIGNATURES = 50


def encode(data: bytes) -> str:
    """base64url without padding (RFC 7515, 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: object) -> bytes:
    """The bytes of a base64url string; NotReadable otherwise."""
    if not isinstance(text, str):
        raise NotReadable("A member that must be base64url text is not.")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise NotReadable("A member is not base64url.") from None
    if encode(data) != text:
        raise NotReadable("A member is not base64url in its one true form.")
    return data


class Jades:
    """Signs any bytes; several signatures stand side by side over one payload."""

    def sign(self, *, data: bytes, key: SigningKey, at: datetime) -> bytes:
        """A signature over `data`; where `data` is such a signature already, one more over its payload."""
        body = _loaded_or_none(data) or {"payload": encode(data), "signatures": []}
        name = algorithms.digest_for(certificate=key.certificate)
        elliptic = algorithms.is_elliptic(certificate=key.certificate)
        header = {
            "alg": _NAMES[name] if elliptic else "RS256",
            "x5t#S256": encode(algorithms.digest(algorithm="sha256", data=key.certificate)),
            "x5c": [base64.b64encode(one).decode() for one in (key.certificate, *key.chain)],
            "iat": int(at.astimezone(UTC).timestamp()),
        }
        protected = encode(json.dumps(header, separators=(",", ":")).encode())
        value = key.sign(data=f"{protected}.{body['payload']}".encode())
        written = encode(algorithms.raw_value(value=value, certificate=key.certificate))
        body["signatures"].append({"protected": protected, "signature": written})
        return _dumped(body)

    def put_value(self, *, signed: bytes, blank: bytes, value: bytes, certificate: bytes) -> bytes:
        """`value` in the place of `blank`."""
        body = load(signed)
        old, new = (encode(algorithms.raw_value(value=one, certificate=certificate)) for one in (blank, value))
        for one in body["signatures"]:
            if one["signature"] == old:
                one["signature"] = new
        return _dumped(body)

    def timestamp_signature(self, *, signed: bytes, source: TimestampSource) -> bytes:
        """`sigTst` over the encoded signature value (5.3.4) of every signature that has none."""
        body = load(signed)
        for one in body["signatures"]:
            if not any(kind == "sigTst" for kind, _value in _parts(one)):
                token = tokens.request(source=source, data=one["signature"].encode())
                _append(one, "sigTst", {"tstTokens": [{"val": base64.b64encode(token).decode()}]})
        return _dumped(body)

    def add_material(self, *, signed: bytes, material: Material) -> bytes:
        """`xVals` and `rVals` (5.3.5) of what is not there yet."""
        body = load(signed)
        for one in body["signatures"]:
            present = sum((step for step in _steps(body, one) if isinstance(step, Material)), Material())
            fresh = material - present
            if fresh.certificates:
                _append(one, "xVals", [{"x509Cert": {"val": _plain(data)}} for data in fresh.certificates])
            values: dict[str, Any] = {}
            if fresh.crls:
                values["crlVals"] = [{"val": _plain(data)} for data in fresh.crls]
            if fresh.ocsps:
                values["ocspVals"] = [{"val": _plain(data)} for data in fresh.ocsps]
            if values:
                _append(one, "rVals", values)
        return _dumped(body)

    def timestamp_archive(self, *, signed: bytes, source: TimestampSource, algorithm: str = "sha256") -> bytes:
        """`arcTst` over payload, header, value and all parts before it (5.3.6.2)."""
        body = load(signed)
        for one in body["signatures"]:
            data = _imprinted(body, one, len(one.get("header", {}).get("etsiU", [])))
            token = tokens.request(source=source, data=data, algorithm=algorithm)
            _append(one, "arcTst", {"tstTokens": [{"val": _plain(token)}]})
        return _dumped(body)

    def read(self, *, signed: bytes, content: bytes | None) -> list[SignatureEvidence]:
        """Every signature."""
        return read(signed=signed)


def read(*, signed: bytes) -> list[SignatureEvidence]:
    """Every signature of a JAdES or plain JWS file."""
    body = load(signed)
    return [_evidence(body, one) for one in body["signatures"]]


def _plain(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _dumped(body: dict[str, Any]) -> bytes:
    return json.dumps(body, indent=1).encode()


def _append(one: dict[str, Any], kind: str, value: object) -> None:
    header = one.setdefault("header", {})
    header.setdefault("etsiU", []).append(encode(json.dumps({kind: value}, separators=(",", ":")).encode()))


def _loaded_or_none(data: bytes) -> dict[str, Any] | None:
    try:
        return load(data)
    except NotReadable:
        return None


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """RFC 7515, 4: names must be unique; a reader that takes the first and one that takes the last would differ."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotReadable("A JSON object names a member twice.")
    return found


def _json(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_no_twins)
    except NotReadable:
        raise
    except (ValueError, RecursionError):
        raise NotReadable("This is not JSON.") from None


def load(data: bytes) -> dict[str, Any]:
    """The general serialization of a JWS in any of its three (RFC 7515, 7)."""
    text = data.strip()
    if text.count(b".") == 2 and b"{" not in text:
        protected, payload, signature = text.decode("ascii", "replace").split(".")
        return {"payload": payload, "signatures": [{"protected": protected, "signature": signature}]}
    body = _json(data)
    if not isinstance(body, dict) or not isinstance(body.get("payload"), str):
        raise NotReadable("This is JSON, but no JSON Web Signature.")
    if "signature" in body and "signatures" not in body:
        one = {name: body[name] for name in ("protected", "header", "signature") if name in body}
        body = {"payload": body["payload"], "signatures": [one]}
    signatures = body.get("signatures")
    if not isinstance(signatures, list) or not 0 < len(signatures) <= MOST_SIGNATURES:
        raise NotReadable("This JSON Web Signature holds no signature, or too many.")
    for one in signatures:
        if not isinstance(one, dict) or not isinstance(one.get("signature"), str):
            raise NotReadable("A signature in this JSON Web Signature has no value.")
        header = one.get("header", {})
        if not isinstance(header, dict) or not isinstance(header.get("etsiU", []), list):
            raise NotReadable("The unprotected header cannot be read.")
    return body


def _protected(one: dict[str, Any]) -> dict[str, Any]:
    header = _json(decode(one.get("protected", "")))
    if not isinstance(header, dict):
        raise NotReadable("The protected header is not a JSON object.")
    return header


def _certificates(header: dict[str, Any]) -> tuple[bytes, ...]:
    chain = header.get("x5c", [])
    if not isinstance(chain, list) or len(chain) > MOST_CERTIFICATES:
        raise NotReadable(f"x5c is not a list, or holds more than {MOST_CERTIFICATES} certificates.")
    return tuple(_from_plain(one) for one in chain)


def _from_plain(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (ValueError, binascii.Error):
        raise NotReadable("A certificate, list or token is not base64.") from None


def _evidence(body: dict[str, Any], one: dict[str, Any]) -> SignatureEvidence:
    header = _protected(one)
    chain = _certificates(header)
    name = str(header.get("alg"))
    signer = chain[0] if chain else None
    used = [Algorithm(name=_ALGORITHMS[name][0])] if name in _ALGORITHMS else []
    fault = _fault(body, one, header, signer)
    if signer is not None and (fault is None or fault.sub is not SubIndication.NO_SIGNING_CERTIFICATE_FOUND):
        try:
            used.append(algorithms.key_algorithm(certificate=signer))
        except ValueError:
            raise NotReadable("The first certificate in x5c cannot be read.") from None
    at = header.get("iat")
    return SignatureEvidence(
        form="JAdES",
        signer=signer,
        claimed_at=datetime.fromtimestamp(at, UTC) if isinstance(at, int) and 0 < at < 2**33 else None,
        algorithms=tuple(used),
        steps=(Material(certificates=chain), *_steps(body, one)),
        fault=fault,
        scope="The payload",
    )


def _fault(body: dict[str, Any], one: dict[str, Any], header: dict[str, Any], signer: bytes | None) -> Finding | None:
    name = str(header.get("alg"))
    if name not in _ALGORITHMS:
        why = f"The algorithm {name[:20]!r} is no signature by a certificate's key."
        return Finding(sub=SubIndication.FORMAT_FAILURE, why=why)
    if header.get("crit") or header.get("b64", True) is not True:
        return Finding(sub=SubIndication.FORMAT_FAILURE, why="The header demands extensions that are not known here.")
    if signer is None:
        sub = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        return Finding(sub=sub, why="The signer's certificate did not come along.")
    named = header.get("x5t#S256")
    if named != encode(algorithms.digest(algorithm="sha256", data=signer)):
        sub = SubIndication.NO_SIGNING_CERTIFICATE_FOUND
        return Finding(sub=sub, why="The signed reference does not name the certificate that came along.")
    return _value_fault(body, one, name, signer)


def _value_fault(body: dict[str, Any], one: dict[str, Any], name: str, signer: bytes) -> Finding | None:
    hashed, size = _ALGORITHMS[name]
    value = decode(one["signature"])
    decode(body["payload"])
    key = algorithms.key_algorithm(certificate=signer)
    fits = key.name == "ecdsa" and key.bits == _KEYS.get(name) if size else key.name == "rsa"
    if size and len(value) == 2 * size:
        value = encode_dss_signature(int.from_bytes(value[:size], "big"), int.from_bytes(value[size:], "big"))
    data = f"{one['protected']}.{body['payload']}".encode()
    if fits and algorithms.holds(certificate=signer, signature=value, data=data, algorithm=hashed):
        return None
    why = "The signature value does not fit the signer's key and the payload."
    return Finding(sub=SubIndication.SIG_CRYPTO_FAILURE, why=why)


def _parts(one: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    """The members of etsiU, each with one name."""
    for text in one.get("header", {}).get("etsiU", []):
        part = _json(decode(text))
        if not isinstance(part, dict) or len(part) != 1:
            raise NotReadable("A part of etsiU does not have exactly one name.")
        yield next(iter(part.items()))


def _imprinted(body: dict[str, Any], one: dict[str, Any], before: int) -> bytes:
    parts = one.get("header", {}).get("etsiU", [])[:before]
    return f"{body['payload']}.{one['protected']}.{one['signature']}.{''.join(parts)}".encode()


def _steps(body: dict[str, Any], one: dict[str, Any]) -> Iterable[Material | Stamp]:
    for place, (kind, value) in enumerate(_parts(one)):
        try:
            yield from _step(body, one, place, kind, value)
        except (KeyError, TypeError, AttributeError):
            raise NotReadable(f"The part {kind} of etsiU is not as TS 119 182-1 has it.") from None


def _step(body: dict[str, Any], one: dict[str, Any], place: int, kind: str, value: Any) -> Iterable[Material | Stamp]:
    if kind == "sigTst":
        data = one["signature"].encode()
        for token in value["tstTokens"]:
            yield tokens.read(_from_plain(token["val"]), data_of=lambda _name: data, archive=False)
    elif kind == "arcTst":
        covered = _imprinted(body, one, place)
        for token in value["tstTokens"]:
            yield tokens.read(_from_plain(token["val"]), data_of=lambda _name: covered, archive=True)
    elif kind == "xVals":
        yield Material(certificates=tuple(_from_plain(part["x509Cert"]["val"]) for part in value))
    elif kind == "rVals":
        yield Material(
            crls=tuple(_from_plain(part["val"]) for part in value.get("crlVals", ())),
            ocsps=tuple(_from_plain(part["val"]) for part in value.get("ocspVals", ())),
        )


def payload(*, signed: bytes) -> bytes:
    """What the signatures are over."""
    return decode(load(signed)["payload"])


def is_signature(*, data: bytes) -> bool:
    """Whether these bytes are a JSON Web Signature already."""
    return _loaded_or_none(data) is not None
