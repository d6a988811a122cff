"""Tell a relying party that a sign-in is over (OpenID Connect Back-Channel Logout 1.0)."""

import logging
from datetime import datetime, timedelta
from typing import Any

from madang.framework.values.identifiers import new_key
from madang.systems.digital_identity.gateways.logout import RelyingPartySilent, send_logout_token
from madang.systems.digital_identity.models import Grant
from madang.systems.digital_identity.usecases.issuer import issuer
from madang.systems.digital_identity.usecases.signing_keys import sign

_LOG = logging.getLogger("madang.digital_identity.logout")
_EVENT = "http://schemas.openid.net/event/backchannel-logout"

__all__ = ["RelyingPartySilent", "logout_claims", "tell_logout"]


def logout_claims(*, grant: Grant, now: datetime) -> dict[str, Any]:
    """The claims of s. 2.4: both `sub` and `sid`, never a nonce."""
    return {
        "iss": issuer(),
        "aud": grant.relying_party.client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(minutes=2)).timestamp()),
        "jti": new_key(),
        "sub": grant.subject,
        "sid": grant.key,
        "events": {_EVENT: {}},
    }


def tell_logout(*, grant_id: int, now: datetime) -> None:
    """Send a fresh logout token. Raises RelyingPartySilent, so that the job tries again."""
    grant = Grant.objects.select_related("relying_party").get(pk=grant_id)
    if grant.ended_at is None or not grant.relying_party.logout_uri:
        return
    token = sign(claims=logout_claims(grant=grant, now=now), kind="logout+jwt", now=now)
    send_logout_token(address=grant.relying_party.logout_uri, token=token)
    _LOG.info("told a relying party of a logout", extra={"relying_party": grant.relying_party.client_id})
