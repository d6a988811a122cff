"""A wallet redeems an offer's code for an access token (OpenID4VCI 1.0, section 6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import system_actor
from madang.systems.mobile_id.models import Offer
from madang.systems.mobile_id.usecases.name import SYSTEM
from madang.systems.mobile_id.usecases.offer_credential import GRANT
from madang.systems.mobile_id.usecases.refusals import NotReadable, OfferGone, OtherGrant, WrongTxCode
from madang.systems.mobile_id.usecases.secrets import digest_of, new_secret

TOKEN_LIFE = timedelta(minutes=5)
MOST_WRONG_CODES = 5
_LONGEST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """The access token and how long it lives."""

    text: str
    seconds: int


def redeem_offer(*, grant: str, code: str, tx_code: str, bound_to: str, now: datetime) -> Token:
    """The token for an offer that still stands, bound to a key by its thumbprint (RFC 9449).

    Raises OtherGrant, NotReadable, OfferGone, WrongTxCode.

    A wrong transaction code is counted, and the fifth ends the offer: six digits are guessed at 1 in 200,000 at most.
    """
    if grant != GRANT:
        raise OtherGrant
    if not code or max(len(code), len(tx_code)) > _LONGEST:
        raise NotReadable
    with transaction.atomic():
        offers = Offer.objects.select_for_update().exclude(channel="wallet")
        offer = offers.filter(code_digest=digest_of(secret=code)).first()
        if (
            offer is None
            or offer.channel == "wallet"
            or offer.redeemed_at
            or offer.expires_at <= now
            or offer.wrong_codes >= MOST_WRONG_CODES
        ):
            raise OfferGone
        if bytes(offer.tx_code_digest) == digest_of(secret=code + tx_code):
            return give_token(offer=offer, bound_to=bound_to, now=now)
        offer.wrong_codes += 1
        offer.save(update_fields=["wrong_codes"])
    raise WrongTxCode


def give_token(*, offer: Offer, bound_to: str, now: datetime) -> Token:
    """A token for the offer, which is redeemed with that. Within the caller's transaction."""
    token = new_secret()
    offer.redeemed_at = now
    offer.token_digest = digest_of(secret=token)
    offer.token_expires_at = now + TOKEN_LIFE
    offer.bound_to = bound_to
    offer.save(update_fields=["redeemed_at", "token_digest", "token_expires_at", "bound_to"])
    target = f"mobile_id.offer:{offer.key}"
    audit.record(actor=system_actor(SYSTEM), action="mobile_id.redeem_offer", target=target, detail={}, now=now)
    return Token(text=token, seconds=int(TOKEN_LIFE.total_seconds()))
