"""Read a wallet's proof that it holds a key (OpenID4VCI 1.0, appendix F.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from madang.systems.mobile_id.formats import jose
from madang.systems.mobile_id.usecases.addresses import issuer_id
from madang.systems.mobile_id.usecases.attested_key import attested_storage
from madang.systems.mobile_id.usecases.refusals import WrongProof

TYPE = "openid4vci-proof+jwt"
FRESH = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Possession:
    """A public key that the wallet holds, the nonce that its proof answers, and how well the wallet guards it."""

    jwk: dict[str, str]
    nonce: str
    key_storage: str


def prove_possession(*, proof: object, now: datetime) -> Possession:
    """What the proof proves. Raises WrongProof."""
    if not isinstance(proof, str):
        raise WrongProof
    try:
        header = jose.head_of(token=proof)
        key = jose.import_public(jwk=header.get("jwk"))
        claims = jose.verify(token=proof, key=key)
    except (jose.NotAToken, jose.WrongSignature):
        raise WrongProof from None
    if header.get("typ") != TYPE or not _answers(claims, now):
        raise WrongProof
    jwk = jose.public_jwk(key=key)
    storage = attested_storage(attestation=header.get("key_attestation"), jwk=jwk, now=now)
    return Possession(jwk=jwk, nonce=str(claims["nonce"]), key_storage=storage)


def _answers(claims: dict[str, Any], now: datetime) -> bool:
    """Whether the proof is for this issuer, recent, and names a nonce. `iss` would name a client; there is none here."""
    audience, issued, nonce = claims.get("aud"), claims.get("iat"), claims.get("nonce")
    if audience not in (issuer_id(), [issuer_id()]) or not isinstance(nonce, str) or not nonce:
        return False
    return type(issued) is int and abs(now.timestamp() - issued) <= FRESH.total_seconds()
