"""Tokens bound to a wallet's key: DPoP proofs (RFC 9449). A token that leaks is worth nothing without the key."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from madang.systems.mobile_id.formats import jose
from madang.systems.mobile_id.models import Nonce
from madang.systems.mobile_id.usecases.addresses import issuer_id
from madang.systems.mobile_id.usecases.refusals import WrongBinding
from madang.systems.mobile_id.usecases.secrets import digest_of

TYPE = "dpop+jwt"
FRESH = timedelta(minutes=5)
_LONGEST_NAME = 200


def prove_binding(*, proof: str, door: str, now: datetime, token: str = "") -> str:
    """The thumbprint of the key that made the proof, for a POST at our `door`, with this token. Raises WrongBinding.

    Section 4.3, checks 1 to 12. A proof counts once: its name is remembered for as long as the proof would be fresh.
    """
    try:
        header = jose.head_of(token=proof)
        key = jose.import_public(jwk=header.get("jwk"))
        claims = jose.verify(token=proof, key=key)
    except (jose.NotAToken, jose.WrongSignature):
        raise WrongBinding from None
    expected = {"htm": "POST", "htu": f"{issuer_id()}/{door}"}
    if token:
        expected["ath"] = jose.encode(hashlib.sha256(token.encode()).digest())
    if header.get("typ") != TYPE or any(claims.get(name) != value for name, value in expected.items()):
        raise WrongBinding
    _once(claims, str(key.thumbprint()), now)
    return str(key.thumbprint())


def _once(claims: dict[str, Any], thumbprint: str, now: datetime) -> None:
    issued, name = claims.get("iat"), claims.get("jti")
    if type(issued) is not int or abs(now.timestamp() - issued) > FRESH.total_seconds():
        raise WrongBinding
    if not isinstance(name, str) or not 0 < len(name) <= _LONGEST_NAME:
        raise WrongBinding
    try:
        with transaction.atomic():
            digest = digest_of(secret=f"dpop:{thumbprint}:{name}")
            Nonce.objects.create(digest=digest, expires_at=now + 2 * FRESH)
    except IntegrityError:
        raise WrongBinding from None
