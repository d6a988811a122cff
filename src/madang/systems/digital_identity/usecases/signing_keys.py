"""Keys of id_tokens: made ahead, published before they sign, rotated."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from joserfc import jwt
from joserfc.jwk import ECKey

from madang.framework import audit
from madang.framework.identity.actor import system_actor
from madang.systems.digital_identity.domain.lifetimes import KEY_KEPT_AFTER, KEY_PUBLISHED_BEFORE, KEY_SIGNS_FOR
from madang.systems.digital_identity.models import SigningKey
from madang.systems.digital_identity.usecases.name import SYSTEM

_LOCK = 7_201_901


def rotate_keys(*, now: datetime) -> int:
    """Make the next key where the last one ends within the time that a key stands published before it signs."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = SigningKey.objects.order_by("-signs_until").first()
        if last is not None and last.signs_until > now + 2 * KEY_PUBLISHED_BEFORE:
            return 0
        # The very first key signs at once; there is nobody yet who could have fetched another.
        signs_from = max(last.signs_until, now + KEY_PUBLISHED_BEFORE) if last is not None else now
        if last is not None and last.signs_until < now + KEY_PUBLISHED_BEFORE:
            signs_from = max(last.signs_until, now)
        key = ECKey.generate_key("P-256", auto_kid=True)
        SigningKey.objects.create(
            kid=str(key.kid),
            private=key.as_pem(private=True).decode(),
            public={**key.as_dict(private=False), "use": "sig", "alg": "ES256"},
            made_at=now,
            signs_from=signs_from,
            signs_until=signs_from + KEY_SIGNS_FOR,
        )
        actor = system_actor(SYSTEM)
        audit.record(actor=actor, action="digital_identity.make_key", target=f"key:{key.kid}", detail={}, now=now)
        return 1


def published_keys(*, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """The JWK Set: the key that signs, the one that will, and those whose tokens may still be about."""
    if not SigningKey.objects.filter(signs_from__lte=now, signs_until__gt=now).exists():
        rotate_keys(now=now)
    keys = SigningKey.objects.filter(signs_until__gt=now - KEY_KEPT_AFTER).order_by("-signs_from")
    return {"keys": [key.public for key in keys]}


def sign(*, claims: dict[str, Any], kind: str, now: datetime) -> str:
    """A compact JWS by the key of the day; `kind` is its `typ`."""
    found = SigningKey.objects.filter(signs_from__lte=now, signs_until__gt=now).order_by("signs_from").first()
    if found is None:
        rotate_keys(now=now)
        found = SigningKey.objects.filter(signs_from__lte=now, signs_until__gt=now).latest("signs_from")
    key = ECKey.import_key(found.private)
    return jwt.encode({"alg": "ES256", "kid": found.kid, "typ": kind}, claims, key, algorithms=["ES256"])
