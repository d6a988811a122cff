"""Read a presented SD-JWT VC: both signatures and every digest (RFC 9901, section 7.3); what it says is judged elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import ECKey

from madang.systems.mobile_id.domain.verdict import Outcome, Presented
from madang.systems.mobile_id.formats import jose, sd_jwt


class Unbelieved(ValueError):
    """The presentation is not to be believed; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What was read, the holder's key, and where its status stands."""

    presented: Presented
    thumbprint: str
    status_uri: str
    status_index: int


def read(*, text: str, issuer: str, keys: Mapping[str, ECKey]) -> Read:
    """The presentation, with its signatures found good under one of the issuer's `keys` (by `kid`). Unbelieved."""
    try:
        parts = sd_jwt.parse(text=text)
        claims = _credential(parts.token, issuer, keys)
        opened = sd_jwt.open_claims(claims=claims, disclosures=parts.disclosures)
        return _read(parts, claims, opened)
    except (sd_jwt.NotAnSdJwt, jose.NotAToken, LookupError, TypeError, AttributeError):
        raise Unbelieved(Outcome.MALFORMED) from None


def _credential(token: str, issuer: str, keys: Mapping[str, ECKey]) -> dict[str, Any]:
    header = jose.head_of(token=token)
    key = keys.get(str(header.get("kid")))
    if header.get("typ") != sd_jwt.TYPE:
        raise Unbelieved(Outcome.WRONG_TYPE)
    if key is None or jose.body_of(token=token).get("iss") != issuer:
        raise Unbelieved(Outcome.UNKNOWN_ISSUER)
    try:
        return jose.verify(token=token, key=key)
    except jose.WrongSignature:
        raise Unbelieved(Outcome.FORGED) from None


def _read(parts: sd_jwt.SdJwt, claims: dict[str, Any], opened: sd_jwt.Opened) -> Read:
    holder = jose.import_public(jwk=claims["cnf"]["jwk"])
    binding = _binding(parts.binding, holder)
    place = claims["status"]["status_list"]
    presented = Presented(
        type=_text(claims["vct"]),
        claims=opened.claims,
        disclosed=opened.disclosed,
        issued_at=_seconds(claims["iat"]),
        expires_at=_seconds(claims["exp"]),
        audience=_text(binding["aud"]),
        nonce=_text(binding["nonce"]),
        bound_at=_seconds(binding["iat"]),
        binds=binding["sd_hash"] == sd_jwt.digest(text=parts.bound_text),
    )
    return Read(
        presented=presented,
        thumbprint=str(holder.thumbprint()),
        status_uri=_text(place["uri"]),
        status_index=_seconds(place["idx"]),
    )


def _binding(token: str, holder: ECKey) -> dict[str, Any]:
    if not token:
        raise Unbelieved(Outcome.UNBOUND)
    if jose.head_of(token=token).get("typ") != sd_jwt.BINDING_TYPE:
        raise Unbelieved(Outcome.UNBOUND)
    try:
        return jose.verify(token=token, key=holder)
    except jose.WrongSignature:
        raise Unbelieved(Outcome.WRONG_HOLDER) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _seconds(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("a whole number is expected")
    return value
