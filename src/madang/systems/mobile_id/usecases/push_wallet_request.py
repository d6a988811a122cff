"""A wallet leaves its authorization request here and gets a reference to it (RFC 9126; OpenID4VCI 1.0, section 5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from madang.framework.law import pack
from madang.systems.mobile_id.models import WalletRequest
from madang.systems.mobile_id.usecases.name import CONFIGURATION
from madang.systems.mobile_id.usecases.refusals import NotReadable, UnknownWallet
from madang.systems.mobile_id.usecases.secrets import digest_of, new_secret

REFERENCE = "urn:ietf:params:oauth:request_uri:"
LIFE = timedelta(minutes=10)
# RFC 7636, section 4.2: SHA-256 in base64url has 43 symbols.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE = re.compile(r"[\x20-\x7e]{0,500}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wallet:
    """A wallet that may begin by itself: a public client with its addresses."""

    code: str
    names: Mapping[str, str]
    redirect_uris: tuple[str, ...]

    def name(self, *, language: str) -> str:
        """What it is called."""
        return self.names.get(language[:2]) or next(iter(self.names.values()))


def wallet_of(*, code: str) -> Wallet:
    """The registered wallet. Raises UnknownWallet."""
    listed = (pack().data("mobile_id/wallets") or {}).get("wallets", {})
    row = listed.get(code)
    if row is None:
        raise UnknownWallet
    return Wallet(code=code, names=row["name"], redirect_uris=tuple(row["redirect_uris"]))


def push_wallet_request(*, given: Mapping[str, str], bound_to: str, now: datetime) -> str:
    """The reference. Raises UnknownWallet, NotReadable. A wallet proves nothing here: the code is bound to what follows."""
    wallet = wallet_of(code=given.get("client_id", ""))
    state, challenge = given.get("state", ""), given.get("code_challenge", "")
    sound = (
        given.get("redirect_uri") in wallet.redirect_uris
        and given.get("response_type") == "code"
        and given.get("code_challenge_method") == "S256"
        and _CHALLENGE.fullmatch(challenge)
        and _STATE.fullmatch(state)
        and given.get("scope") == CONFIGURATION
        and not {"request", "request_uri"} & set(given)
        # RFC 9449, section 10.1: the header and the parameter name one key.
        and given.get("dpop_jkt", bound_to) in ("", bound_to or given.get("dpop_jkt", ""))
    )
    if not sound:
        raise NotReadable
    reference = new_secret()
    WalletRequest.objects.create(
        reference_digest=digest_of(secret=reference),
        wallet=wallet.code,
        redirect_uri=given["redirect_uri"],
        state=state,
        code_challenge=challenge,
        bound_to=(bound_to or given.get("dpop_jkt", ""))[:64],
        expires_at=now + LIFE,
    )
    return REFERENCE + reference
