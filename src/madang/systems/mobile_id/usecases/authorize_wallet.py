"""The holder lets a wallet that began by itself fetch their mobile ID; the wallet redeems the code (RFC 6749, 7636)."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction

from madang.framework.identity.actor import Actor, Assurance
from madang.framework.identity.may import require
from madang.systems.mobile_id.models import Offer, WalletRequest
from madang.systems.mobile_id.usecases.addresses import issuer_id
from madang.systems.mobile_id.usecases.offer_credential import AssuranceTooLow, record_offer
from madang.systems.mobile_id.usecases.push_wallet_request import REFERENCE, wallet_of
from madang.systems.mobile_id.usecases.redeem_offer import Token, give_token
from madang.systems.mobile_id.usecases.refusals import NotReadable, OfferGone, WalletRequestGone, WrongBinding
from madang.systems.mobile_id.usecases.secrets import digest_of, new_secret

CODE_LIFE = timedelta(minutes=1)
GRANT = "authorization_code"
_LONGEST = 200


def open_wallet_request(*, reference: str, wallet: str, now: datetime) -> WalletRequest:
    """The request behind the reference, for the wallet that pushed it. Raises WalletRequestGone."""
    digest = digest_of(secret=reference.removeprefix(REFERENCE)[:_LONGEST])
    live = WalletRequest.objects.filter(wallet=wallet[:80], answered_at=None, expires_at__gt=now)
    found = live.filter(reference_digest=digest).first()
    if found is None or not reference.startswith(REFERENCE):
        raise WalletRequestGone
    return found


def allow_wallet(*, asked: WalletRequest, actor: Actor, now: datetime) -> str:
    """The address that brings the code to the wallet. Raises Forbidden, AssuranceTooLow, WalletRequestGone."""
    person = actor.person or ""
    require(actor, "mobile_id.offer_online", person)
    if actor.assurance < Assurance.HIGH:
        raise AssuranceTooLow(needed=Assurance.HIGH)
    code = new_secret()
    with transaction.atomic():
        _answer(asked, now)
        record_offer(
            person=person, channel="wallet", code=code, ends=now + CODE_LIFE, asked=asked, actor=actor, now=now
        )
    return _back(asked, code=code)


def decline_wallet(*, asked: WalletRequest, now: datetime) -> str:
    """The address that tells the wallet no (RFC 6749, section 4.1.2.1)."""
    _answer(asked, now)
    return _back(asked, error="access_denied")


def _answer(asked: WalletRequest, now: datetime) -> None:
    if not WalletRequest.objects.filter(pk=asked.pk, answered_at=None).update(answered_at=now):
        raise WalletRequestGone


def _back(asked: WalletRequest, **values: str) -> str:
    given = {**values, "iss": issuer_id()} | ({"state": asked.state} if asked.state else {})
    return f"{asked.redirect_uri}?{urlencode(given)}"


def redeem_code(*, given: dict[str, str], bound_to: str, now: datetime) -> Token:
    """The token for the code, to the wallet that asked, with its verifier and its key.

    Raises UnknownWallet, NotReadable, OfferGone, WrongBinding. A code that comes with a wrong verifier is over.
    """
    wallet = wallet_of(code=given["client_id"])
    if not given["code"] or max(len(value) for value in given.values()) > 500:
        raise NotReadable
    with transaction.atomic():
        live = Offer.objects.select_for_update(of=("self",)).filter(
            channel="wallet", redeemed_at=None, expires_at__gt=now
        )
        offer = live.select_related("asked").filter(code_digest=digest_of(secret=given["code"])).first()
        asked = offer.asked if offer else None
        if offer is None or asked is None or asked.wallet != wallet.code or asked.redirect_uri != given["redirect_uri"]:
            raise OfferGone
        right = hmac.compare_digest(asked.code_challenge, _challenge(given["code_verifier"]))
        bound = asked.bound_to in ("", bound_to)
        if right and bound:
            return give_token(offer=offer, bound_to=bound_to, now=now)
        offer.expires_at = max(now, offer.made_at + timedelta(microseconds=1))
        offer.save(update_fields=["expires_at"])
    raise OfferGone if not right else WrongBinding


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
