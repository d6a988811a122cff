"""A sealed bid as it travels: a compact JWS (RFC 7515, ES256 with the signer's key in its header, and its certificate in `x5c`
where it has one) over a JSON body that holds the dealing of the content's key and the content under AES-256-GCM.
`docs/adr/0033-sealed-bids.md` tells the format; the browser's twin is `static/procurement/sealing.js`.
"""

import base64
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from madang.systems.procurement.domain.group import read_scalar, scalar_bytes
from madang.systems.procurement.domain.secret_sharing import Dealing, deal
from madang.systems.procurement.formats.base64url import decode, encode

VERSION = 1
TYPE = "madang-bid+jws"
# The content grows to a multiple of this, so that its length tells nothing of the price.
BLOCK = 1024
NUMBER = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BODY = {
    "ceremony",
    "challenge",
    "ciphertext",
    "commitments",
    "lot",
    "nonce",
    "responses",
    "shares",
    "supplier",
    "tender",
    "version",
}
_HEADER = {"alg", "jwk", "typ"}
MOST_CERTIFICATE = 8 * 1024
_SCALAR = 32


class NotSealed(ValueError):
    """The bytes are no sealed bid; the text says where it fails."""


class NotSigned(ValueError):
    """The signature is not that of the key in the header."""


class DoesNotDecrypt(ValueError):
    """The content does not open with the secret that was dealt for it: whoever sealed it sealed something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """For what a bid is: nothing of it can be moved to another place."""

    ceremony: str
    tender: str
    lot: int
    supplier: str

    @property
    def context(self) -> bytes:
        """As the proofs and the cipher are bound to it: canonical JSON."""
        return _json(
            {
                "ceremony": self.ceremony,
                "lot": self.lot,
                "supplier": self.supplier,
                "tender": self.tender,
                "version": VERSION,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBid:
    """A sealed bid, read. `signer` is the uncompressed P-256 point of whoever signed, `certificate` the SHA-256 of the
    certificate that came with it (empty where none did); `body` the bytes that were signed."""

    place: Place
    dealing: Dealing
    nonce: bytes
    ciphertext: bytes
    signer: bytes
    body: bytes
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """What a client must know to seal: whose keys, and how many of them open."""

    key: str
    tender: str
    threshold: int
    keys: tuple[bytes, ...]


def seal(
    *,
    content: Mapping[str, Any],
    ceremony: Ceremony,
    lot: int,
    supplier: str,
    signer: ec.EllipticCurvePrivateKey,
    certificate: bytes = b"",
) -> bytes:
    """Seal and sign `content`, and open it again before giving it away: what is sent opens.

    `certificate` is the signer's, in DER.
    """
    place = Place(ceremony=ceremony.key, tender=ceremony.tender, lot=lot, supplier=supplier)
    secret, dealing = deal(keys=ceremony.keys, threshold=ceremony.threshold, context=place.context)
    nonce, plain = os.urandom(12), padded(content=content)
    ciphertext = AESGCM(_content_key(secret, place)).encrypt(nonce, plain, place.context)
    body = _json(
        {
            "ceremony": place.ceremony,
            "challenge": encode(data=scalar_bytes(scalar=dealing.challenge)),
            "ciphertext": encode(data=ciphertext),
            "commitments": [encode(data=one) for one in dealing.commitments],
            "lot": lot,
            "nonce": encode(data=nonce),
            "responses": [encode(data=scalar_bytes(scalar=one)) for one in dealing.responses],
            "shares": [encode(data=one) for one in dealing.shares],
            "supplier": supplier,
            "tender": place.tender,
            "version": VERSION,
        }
    )
    sealed = _signed(body, signer, certificate)
    if open_sealed(bid=read_sealed(data=sealed), secret=secret) != plain:
        raise DoesNotDecrypt("the sealed bid does not open again")
    return sealed


def padded(*, content: Mapping[str, Any]) -> bytes:
    """The content as JSON, filled up with spaces."""
    plain = _json(content)
    return plain + b" " * (-len(plain) % BLOCK)


def read_sealed(*, data: bytes, checked: bool = False) -> SealedBid:
    """Read and check the signature. Raises NotSealed, NotSigned. Whether the dealing holds says `check_dealing`.

    `checked` where the signature was checked when the bid came, and the bid was kept since.
    """
    try:
        head, body, signature = data.decode("ascii").split(".")
        header, raw = _header(decode(text=head)), decode(text=body)
        given = _object(raw, _BODY)
        signer, certificate = _signer(header), _certificate(header)
        place = _place(given)
        dealing = Dealing(
            commitments=_points(given["commitments"]),
            shares=_points(given["shares"]),
            challenge=read_scalar(data=decode(text=given["challenge"])),
            responses=tuple(read_scalar(data=one) for one in _points(given["responses"])),
        )
        nonce, ciphertext = decode(text=given["nonce"]), decode(text=given["ciphertext"])
        signed = decode(text=signature)
    except (ValueError, TypeError, RecursionError) as error:
        raise NotSealed(str(error)) from error
    if len(nonce) != 12 or len(signed) != 2 * _SCALAR or given["version"] != VERSION:
        raise NotSealed("a part has another length")
    if not checked:
        _check_signature(signer, f"{head}.{body}".encode(), signed)
    return SealedBid(
        place=place,
        dealing=dealing,
        nonce=nonce,
        ciphertext=ciphertext,
        signer=signer,
        body=raw,
        certificate=certificate,
    )


def open_sealed(*, bid: SealedBid, secret: bytes) -> bytes:
    """The content's bytes. Raises DoesNotDecrypt."""
    try:
        return AESGCM(_content_key(secret, bid.place)).decrypt(bid.nonce, bid.ciphertext, bid.place.context)
    except (InvalidTag, ValueError) as error:
        raise DoesNotDecrypt("the content does not open with the dealt secret") from error


def public_point(*, key: ec.EllipticCurvePublicKey) -> bytes:
    """A P-256 key as its uncompressed point, 65 bytes."""
    numbers = key.public_numbers()
    return b"\x04" + numbers.x.to_bytes(_SCALAR, "big") + numbers.y.to_bytes(_SCALAR, "big")


def _content_key(secret: bytes, place: Place) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"madang sealed bid" + place.context).derive(
        secret
    )


def _signed(body: bytes, signer: ec.EllipticCurvePrivateKey, certificate: bytes) -> bytes:
    point = public_point(key=signer.public_key())
    jwk = {"crv": "P-256", "kty": "EC", "x": encode(data=point[1:33]), "y": encode(data=point[33:])}
    header: dict[str, Any] = {"alg": "ES256", "jwk": jwk, "typ": TYPE}
    if certificate:
        header["x5c"] = [base64.b64encode(certificate).decode()]
    signing = f"{encode(data=_json(header))}.{encode(data=body)}"
    r, s = decode_dss_signature(signer.sign(signing.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signing}.{encode(data=r.to_bytes(_SCALAR, 'big') + s.to_bytes(_SCALAR, 'big'))}".encode()


def _check_signature(signer: bytes, signing: bytes, signature: bytes) -> None:
    r, s = int.from_bytes(signature[:_SCALAR], "big"), int.from_bytes(signature[_SCALAR:], "big")
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), signer)
        key.verify(encode_dss_signature(r, s), signing, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature) as error:
        raise NotSigned("the signature does not fit") from error


def _signer(header: Mapping[str, Any]) -> bytes:
    jwk = header["jwk"]
    if header["alg"] != "ES256" or header["typ"] != TYPE or not isinstance(jwk, dict):
        raise NotSealed("another algorithm or type")
    if set(jwk) != {"crv", "kty", "x", "y"} or (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        raise NotSealed("another kind of key")
    point = b"\x04" + decode(text=jwk["x"]) + decode(text=jwk["y"])
    if len(point) != 1 + 2 * _SCALAR:
        raise NotSealed("a key of another length")
    return point


def _certificate(header: Mapping[str, Any]) -> str:
    """The fingerprint of the one certificate in `x5c` (RFC 7515, 4.1.6: base64, not base64url); empty where there is none."""
    chain = header.get("x5c")
    if chain is None:
        return ""
    if not isinstance(chain, list) or len(chain) != 1 or not isinstance(chain[0], str):
        raise NotSealed("more than the signer's certificate")
    if len(chain[0]) > MOST_CERTIFICATE:
        raise NotSealed("a certificate of another length")
    return hashlib.sha256(base64.b64decode(chain[0], validate=True)).hexdigest()


def _place(given: Mapping[str, Any]) -> Place:
    words = [given[name] for name in ("ceremony", "tender", "supplier")]
    lot = given["lot"]
    if not all(isinstance(word, str) and NUMBER.fullmatch(word) for word in words):
        raise NotSealed("a number that is none")
    if type(lot) is not int or not 1 <= lot <= 32767 or type(given["version"]) is not int:
        raise NotSealed("a lot that is none")
    return Place(ceremony=words[0], tender=words[1], lot=lot, supplier=words[2])


def _points(given: object) -> tuple[bytes, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= 15:
        raise NotSealed("a list of another length")
    found = tuple(decode(text=one) for one in given)
    if any(len(one) != _SCALAR for one in found):
        raise NotSealed("a part has another length")
    return found


def _header(data: bytes) -> dict[str, Any]:
    found = json.loads(data, object_pairs_hook=_once)
    if not isinstance(found, dict) or set(found) - {"x5c"} != _HEADER:
        raise NotSealed("another header than a sealed bid has")
    return found


def _object(data: bytes, names: set[str]) -> dict[str, Any]:
    found = json.loads(data, object_pairs_hook=_once)
    if not isinstance(found, dict) or set(found) != names:
        raise NotSealed("other members than a sealed bid has")
    return found


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotSealed("a member twice")
    return found


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
