"""Read a wallet's proof that it holds a key (OpenID4VCI 1.0, appendix F.1)."""

from datetime import datetime, timedelta
from typing import Any

from madang.systems.mobile_id.formats import jose
from madang.systems.mobile_id.usecases.addresses import issuer_id
from madang.systems.mobile_id.usecases.refusals import WrongProof

TYPE = "openid4vci-proof+jwt"
FRESH = timedelta(minutes=5)


def prove_possession(*, proof: object, now: datetime) -> tuple[dict[str, str], str]:
    """The public key that the proof proves, and the nonce that it answers. Raises WrongProof."""
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
    return jose.public_jwk(key=key), str(claims["nonce"])


def _answers(claims: dict[str, Any], now: datetime) -> bool:
    """Whether the proof is for this issuer, recent, and names a nonce. `iss` would name a client; there is none here."""
    audience, issued, nonce = claims.get("aud"), claims.get("iat"), claims.get("nonce")
    if audience not in (issuer_id(), [issuer_id()]) or not isinstance(nonce, str) or not nonce:
        return False
    return type(issued) is int and abs(now.timestamp() - issued) <= FRESH.total_seconds()
