"""How well a wallet guards a key, by its provider's word: a key attestation (OpenID4VCI 1.0, appendix D.1).

Trusted providers' keys are a JSON Web Key Set in the file `MADANG_WALLET_PROVIDERS`. In a demonstration the page that plays
the wallet has a provider of its own, which attests whatever it is asked: there, as everywhere in it, nobody is proofed.
"""

import json
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc.jwk import ECKey

from madang.framework.identity.mode import demo_is_on
from madang.systems.mobile_id.domain.credential import GUARDED
from madang.systems.mobile_id.formats import jose
from madang.systems.mobile_id.usecases import keys
from madang.systems.mobile_id.usecases.refusals import WrongProof

TYPE = "key-attestation+jwt"
LONGEST = timedelta(days=1)


def attested_storage(*, attestation: object, jwk: dict[str, str], now: datetime) -> str:
    """GUARDED where a trusted provider attests it of this key; empty where nobody does. Raises WrongProof for a forgery."""
    if attestation is None:
        return ""
    if not isinstance(attestation, str):
        raise WrongProof
    try:
        header = jose.head_of(token=attestation)
        provider = _providers().get(str(header.get("kid")))
        if provider is None:
            return ""
        claims = jose.verify(token=attestation, key=provider)
        attested = {jose.thumbprint(jwk=one) for one in claims["attested_keys"]}
    except (jose.NotAToken, jose.WrongSignature, KeyError, TypeError, AttributeError):
        raise WrongProof from None
    if header.get("typ") != TYPE or jose.thumbprint(jwk=jwk) not in attested or not _holds(claims, now):
        raise WrongProof
    guarded = all(_says(claims.get(name)) for name in ("key_storage", "user_authentication"))
    return GUARDED if guarded else ""


def _says(found: object) -> bool:
    return isinstance(found, list) and GUARDED in found


def _holds(claims: dict[str, Any], now: datetime) -> bool:
    issued, ends, at = claims.get("iat"), claims.get("exp"), now.timestamp()
    if type(issued) is not int or type(ends) is not int:
        return False
    return issued - 60 <= at < ends <= issued + LONGEST.total_seconds()


def _providers() -> dict[str, ECKey]:
    """The keys of trusted providers by their names."""
    found = _read(str(settings.MADANG_WALLET_PROVIDERS)) if settings.MADANG_WALLET_PROVIDERS else {}
    if demo_is_on():
        own = keys.demo_provider_key()
        found = found | {str(own.thumbprint()): own}
    return found


@lru_cache(maxsize=4)
def _read(path: str) -> dict[str, ECKey]:
    listed = json.loads(Path(path).read_text())["keys"]
    return {str(one["kid"]): jose.import_public(jwk=one) for one in listed}


def attest_for_demo(*, jwk: object, now: datetime) -> str:
    """What the demonstration's wallet provider says of any key. Raises WrongProof where it is none."""
    try:
        key = jose.import_public(jwk=jwk)
    except jose.NotAToken:
        raise WrongProof from None
    provider = keys.demo_provider_key()
    at = int(now.timestamp())
    claims = {
        "iat": at,
        "exp": at + 600,
        "attested_keys": [jose.public_jwk(key=key)],
        "key_storage": [GUARDED],
        "user_authentication": [GUARDED],
    }
    return jose.sign(header={"typ": TYPE, "kid": str(provider.thumbprint())}, claims=claims, key=provider)
