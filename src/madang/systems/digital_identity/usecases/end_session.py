"""A relying party sends somebody here to sign out (OpenID Connect RP-Initiated Logout 1.0)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from madang.framework.identity.actor import Actor
from madang.systems.digital_identity.models import Grant, RelyingParty
from madang.systems.digital_identity.usecases.client import is_client_id
from madang.systems.digital_identity.usecases.issuer import issuer
from madang.systems.digital_identity.usecases.signing_keys import published_keys


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who asks, where the browser goes afterwards (nowhere: our own page), whether the person must be asked."""

    party: RelyingParty | None
    address: str
    must_ask: bool


def read_logout(*, hint: str, client_id: str, address: str, state: str, actor: Actor, now: datetime) -> Leaving:
    """Follow no address that is not registered, word for word, by the party that the hint or the name belongs to (s. 3).

    Somebody is signed out unasked only by a hint of their own session: else any page could do it with a link.
    """
    claims = _claims(hint, now)
    named = str(claims.get("aud", "")) or client_id
    party = RelyingParty.objects.filter(client_id=named).first() if is_client_id(named) else None
    if party is not None and client_id not in ("", party.client_id):
        party = None
    allowed = party is not None and bool(claims) and address in party.post_logout_uris
    target = ""
    if allowed:
        target = address + (("&" if "?" in address else "?") + urlencode({"state": state}) if state else "")
    own = (
        bool(claims) and Grant.objects.filter(key=str(claims.get("sid", "")), session_id=actor.session_id or 0).exists()
    )
    return Leaving(party, target, must_ask=actor.is_signed_in and not own)


def _claims(hint: str, now: datetime) -> dict[str, object]:
    """The claims of an id_token that we issued, also one that has ended; empty for anything else."""
    if not hint or len(hint) > 4000:
        return {}
    try:
        token = jwt.decode(hint, KeySet.import_key_set(published_keys(now=now)), algorithms=["ES256"])  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError):
        return {}
    return dict(token.claims) if token.claims.get("iss") == issuer() else {}
