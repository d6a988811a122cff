"""Signed JSON Web Tokens with P-256 (RFC 7515, RFC 7518: ES256), and no other algorithm."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
# A token of ours has two or three kilobytes; more than this is an attack on the reader.
LARGEST = 40_000


class _Registry(jws.JWSRegistry):
    """Lengths are checked here (LARGEST). A header may hold a token itself (`key_attestation`)."""

    max_header_length = LARGEST
    max_payload_length = LARGEST


# Standards name header parameters of their own; `crit` is refused, so unknown ones mean nothing.
_REGISTRY = _Registry(algorithms=[ALGORITHM], strict_check_header=False)


class NotAToken(ValueError):
    """The text is no signed token of this kind."""


class WrongSignature(ValueError):
    """The signature does not fit the key."""


def encode(data: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> bytes:
    """The bytes of base64url without padding; NotAToken for anything else, other spellings of the same bytes included."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise NotAToken("The text is not base64url.") from None
    if encode(data) != text:
        raise NotAToken("The text is not base64url in its one spelling.")
    return data


def read_object(*, text: str) -> dict[str, Any]:
    """The JSON object in a base64url text; NotAToken when it is none or says a name twice."""
    try:
        value = json.loads(decode(text), object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise NotAToken("The token carries no JSON object.") from None
    if not isinstance(value, dict):
        raise NotAToken("The token carries no JSON object.")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A name stands twice.")
    return found


def compact(value: object) -> bytes:
    """JSON in UTF-8 without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def public_jwk(*, key: ECKey) -> dict[str, str]:
    """The public key as a JSON Web Key with nothing but what names it (RFC 7638)."""
    members = key.as_dict(private=False)
    return {name: str(members[name]) for name in ("kty", "crv", "x", "y")}


def thumbprint(*, jwk: Mapping[str, Any]) -> str:
    """The JWK thumbprint (RFC 7638). NotAToken when it is no public key on P-256."""
    return str(import_public(jwk=jwk).thumbprint())


def import_public(*, jwk: object) -> ECKey:
    """A public key on P-256; NotAToken for anything else, a private key included."""
    if not isinstance(jwk, Mapping) or jwk.get("kty") != "EC" or jwk.get("crv") != "P-256" or "d" in jwk:
        raise NotAToken("The key is not a public key on the curve P-256.")
    try:
        return ECKey.import_key({name: str(jwk[name]) for name in ("kty", "crv", "x", "y")})
    except (JoseError, ValueError, KeyError, TypeError):
        raise NotAToken("The key is not a public key on the curve P-256.") from None


def sign(*, header: Mapping[str, Any], claims: Mapping[str, Any], key: ECKey) -> str:
    """The token in compact form."""
    return jws.serialize_compact({"alg": ALGORITHM, **header}, compact(claims), key, registry=_REGISTRY)


def head_of(*, token: str) -> dict[str, Any]:
    """The header of a token that is not yet believed; NotAToken where it has none or names another algorithm."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > LARGEST:
        raise NotAToken("The text is no signed token.")
    header = read_object(text=parts[0])
    if header.get("alg") != ALGORITHM or "crit" in header or header.get("b64") is False:
        raise NotAToken("The token is signed in a way that is not accepted here.")
    return header


def body_of(*, token: str) -> dict[str, Any]:
    """The claims of a token that is not yet believed; NotAToken."""
    head_of(token=token)
    return read_object(text=token.split(".")[1])


def verify(*, token: str, key: ECKey) -> dict[str, Any]:
    """The claims, once the signature is found good. NotAToken, WrongSignature."""
    claims = body_of(token=token)
    decode(token.split(".")[2])
    try:
        jws.deserialize_compact(token, key, registry=_REGISTRY)
    except (JoseError, ValueError):
        raise WrongSignature("The token was not signed with this key.") from None
    return claims
