"""Challenges that proofs of possession answer (OpenID4VCI 1.0, section 7)."""

from datetime import datetime, timedelta

from madang.systems.mobile_id.models import Nonce
from madang.systems.mobile_id.usecases.refusals import WrongNonce
from madang.systems.mobile_id.usecases.secrets import digest_of, new_secret

LIFE = timedelta(minutes=5)


def give_nonce(*, now: datetime) -> str:
    """A fresh challenge."""
    nonce = new_secret()
    Nonce.objects.create(digest=digest_of(secret=nonce), expires_at=now + LIFE)
    return nonce


def spend_nonce(*, nonce: str, now: datetime) -> None:
    """Use a challenge up. Raises WrongNonce when it is none of ours, was used before, or ran out."""
    spent, _each = Nonce.objects.filter(digest=digest_of(secret=nonce), expires_at__gt=now).delete()
    if not spent:
        raise WrongNonce
