"""JAdES (ETSI TS 119 182-1), baseline B-B to B-LTA, written: a JSON Web Signature in the general JSON serialization.

The payload stands inside, or apart in files. `etsiU` holds base64url strings, so that an archive timestamp needs no canonical
form of JSON (5.3.6).
"""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from madang.systems.signatures.domain.validation.evidence import Material, SignatureEvidence
from madang.systems.signatures.formats import algorithms, jades_reading, tokens
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.jades_payload import Apart, Payload, header_of, payload_of
from madang.systems.signatures.formats.jws import agree, decode, dumped, encode, load, loaded_or_none, protected_of
from madang.systems.signatures.formats.signed_files import SignedFile
from madang.systems.signatures.formats.sources import SigningKey, TimestampSource

_NAMES = {"sha256": "ES256", "sha384": "ES384", "sha512": "ES512"}


class Jades:
    """Signs the bytes that are handed over, or `files` beside the signature where there are any; several signatures stand side
    by side. `encoded` is RFC 7797's b64, and only what stands apart may be bare."""

    def __init__(self, *, files: Sequence[SignedFile] = (), apart: Apart = Apart.UNNAMED, encoded: bool = True) -> None:
        self._files, self._apart, self._encoded = files, apart, encoded

    def sign(self, *, data: bytes, key: SigningKey, at: datetime) -> bytes:
        """A signature over `data`; where `data` is such a signature already, one more over what that is over. Over
        files, `data` is the earlier signatures, or empty. NotReadable where that is not so."""
        body = self._begun(data)
        name = algorithms.digest_for(certificate=key.certificate)
        elliptic = algorithms.is_elliptic(certificate=key.certificate)
        header = {
            "alg": _NAMES[name] if elliptic else "RS256",
            "x5t#S256": encode(algorithms.digest(algorithm="sha256", data=key.certificate)),
            "x5c": [base64.b64encode(one).decode() for one in (key.certificate, *key.chain)],
            "iat": int(at.astimezone(UTC).timestamp()),
            **header_of(files=self._files, apart=self._apart, encoded=self._encoded),
        }
        payload = payload_of(body=body, header=header, files=self._files)
        if payload.signed is None:
            raise NotReadable(payload.fault.why if payload.fault is not None else "There is nothing to sign.")
        protected = encode(json.dumps(header, separators=(",", ":")).encode())
        value = key.sign(data=protected.encode() + b"." + payload.signed)
        written = encode(algorithms.raw_value(value=value, certificate=key.certificate))
        body["signatures"].append({"protected": protected, "signature": written})
        agree(body["signatures"])
        return dumped(body)

    def _begun(self, data: bytes) -> dict[str, Any]:
        earlier = loaded_or_none(data)
        if self._files:
            if data and (earlier is None or "payload" in earlier):
                raise NotReadable("A signature beside files is added to earlier ones over them, or to nothing.")
            return earlier or {"signatures": []}
        if earlier is None and not self._encoded:
            raise NotReadable("A payload inside the signature is always encoded.")
        return earlier or {"payload": encode(data), "signatures": []}

    def _payload(self, body: dict[str, Any], one: dict[str, Any]) -> Payload:
        return payload_of(body=body, header=protected_of(one), files=self._files)

    def put_value(self, *, signed: bytes, blank: bytes, value: bytes, certificate: bytes) -> bytes:
        """`value` in the place of `blank`."""
        body = load(signed)
        old, new = (encode(algorithms.raw_value(value=one, certificate=certificate)) for one in (blank, value))
        for one in body["signatures"]:
            if one["signature"] == old:
                one["signature"] = new
        return dumped(body)

    def timestamp_signature(self, *, signed: bytes, source: TimestampSource) -> bytes:
        """`sigTst` over the encoded signature value (5.3.4) of every signature that has none."""
        body = load(signed)
        for one in body["signatures"]:
            if not any(kind == "sigTst" for kind, _value in jades_reading.parts(one)):
                token = tokens.request(source=source, data=one["signature"].encode())
                _append(one, "sigTst", {"tstTokens": [{"val": _plain(token)}]})
        return dumped(body)

    def add_material(self, *, signed: bytes, material: Material) -> bytes:
        """`xVals` and `rVals` (5.3.5) of what is not there yet."""
        body = load(signed)
        for one in body["signatures"]:
            found = jades_reading.steps(one=one, payload=self._payload(body, one))
            present = sum((step for step in found if isinstance(step, Material)), Material())
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
        return dumped(body)

    def timestamp_archive(self, *, signed: bytes, source: TimestampSource, algorithm: str = "sha256") -> bytes:
        """`arcTst` over payload, header, value and all parts before it (5.3.6.2)."""
        body = load(signed)
        for one in body["signatures"]:
            before = len(one.get("header", {}).get("etsiU", []))
            data = jades_reading.imprinted(one=one, payload=self._payload(body, one), before=before)
            if data is None:
                raise NotReadable("The signed files are not those that the signature is over.")
            token = tokens.request(source=source, data=data, algorithm=algorithm)
            _append(one, "arcTst", {"tstTokens": [{"val": _plain(token)}]})
        return dumped(body)

    def read(self, *, signed: bytes) -> list[SignatureEvidence]:
        """Every signature."""
        return jades_reading.read(signed=signed, files=self._files)


def _plain(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _append(one: dict[str, Any], kind: str, value: object) -> None:
    header = one.setdefault("header", {})
    header.setdefault("etsiU", []).append(encode(json.dumps({kind: value}, separators=(",", ":")).encode()))


def payload(*, signed: bytes) -> bytes:
    """What the signatures are over, where it stands inside."""
    return decode(load(signed).get("payload"))


def is_signature(*, data: bytes) -> bool:
    """Whether these bytes are a JSON Web Signature already."""
    return loaded_or_none(data) is not None
