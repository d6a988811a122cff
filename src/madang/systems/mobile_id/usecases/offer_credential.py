"""Offer a person their mobile ID: they themselves at assurance level high, or an official who has proofed them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.contracts.message import contract_name
from madang.contracts.population_v1 import GetPerson
from madang.exchange.consent import give_consent
from madang.framework import audit
from madang.framework.identity.actor import Actor, Assurance
from madang.framework.identity.may import permits, require
from madang.framework.identity.stepping_up import SurerSignInNeeded
from madang.framework.identity.who import local_day
from madang.framework.values import Party, Refusal
from madang.systems.mobile_id.models import Offer, WalletRequest
from madang.systems.mobile_id.usecases.addresses import issuer_id
from madang.systems.mobile_id.usecases.name import CONFIGURATION, ISSUER, PURPOSE, SYSTEM
from madang.systems.mobile_id.usecases.secrets import TX_CODE_DIGITS, digest_of, new_secret, new_tx_code

LIFE = timedelta(minutes=10)
GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
PROOFS = ("identity_card", "passport", "driving_licence", "two_witnesses")


class AssuranceTooLow(SurerSignInNeeded):
    """The resident signed in, but not surely enough for an identity document."""

    code = "mobile_id.offer.assurance"
    says = _(
        "A mobile ID needs the highest assurance of who you are. Sign in with a security key that a counter added, with a "
        "mobile ID that you have, or fetch it at the counter of any district office with your identity card."
    )
    status = 403


class NoProof(Refusal):
    """The official did not say how the person's identity was proofed."""

    code = "mobile_id.offer.proof"
    says = _("Say by which document you have established who the person is.")
    status = 422


@dataclass(frozen=True, kw_only=True, slots=True)
class Offered:
    """What is told once: the offer for the wallet and, by another way, the six digits."""

    offer: Offer
    link: str
    tx_code: str


@permits("mobile_id.offer_online")
def own_person(actor: Actor, resource: str) -> bool:
    """The person themselves: nobody fetches an identity document under a mandate."""
    return actor.acting_for is None and actor.person is not None and actor.person == resource


@permits("mobile_id.offer_at_counter")
def issuers(actor: Actor, resource: object) -> bool:
    """Officials at a counter who hold the duty."""
    return actor.has_duty(ISSUER)


def offer_online(*, person: str, actor: Actor, now: datetime) -> Offered:
    """An offer to the person who is signed in. Raises Forbidden, AssuranceTooLow."""
    require(actor, "mobile_id.offer_online", person)
    if actor.assurance < Assurance.HIGH:
        raise AssuranceTooLow(needed=Assurance.HIGH)
    return _record(person=person, channel="online", office="", proof="", actor=actor, now=now)


def offer_at_counter(*, person: str, proof: str, actor: Actor, now: datetime) -> Offered:
    """An offer to a person who stands at the counter and was proofed by `proof`. Raises Forbidden, NoProof."""
    require(actor, "mobile_id.offer_at_counter")
    if proof not in PROOFS:
        raise NoProof
    office = actor.offices(ISSUER)[0] if actor.duties else ""
    return _record(person=person, channel="counter", office=office, proof=proof, actor=actor, now=now)


def _record(*, person: str, channel: str, office: str, proof: str, actor: Actor, now: datetime) -> Offered:
    code, tx_code = new_secret(), new_tx_code()
    offer = record_offer(
        person=person,
        channel=channel,
        office=office,
        proof=proof,
        code=code,
        tx_code=tx_code,
        ends=now + LIFE,
        actor=actor,
        now=now,
    )
    return Offered(offer=offer, link=link_of(code=code), tx_code=tx_code)


def record_offer(
    *,
    person: str,
    channel: str,
    code: str,
    ends: datetime,
    actor: Actor,
    now: datetime,
    tx_code: str = "",
    office: str = "",
    proof: str = "",
    asked: WalletRequest | None = None,
) -> Offer:
    """Keep an offer with the consent that goes with it."""
    with transaction.atomic():
        # The register is asked on the holder's consent, given here and ending with the next day.
        consent = give_consent(
            subject=Party.person(person),
            asker=SYSTEM,
            contract=contract_name(GetPerson),
            purpose=str(PURPOSE),
            until_on=local_day(now) + timedelta(days=2),
            now=now,
        )
        offer = Offer.objects.create(
            person=person,
            channel=channel,
            office=office,
            proof=proof,
            consent=consent.reference,
            code_digest=digest_of(secret=code),
            tx_code_digest=digest_of(secret=code + tx_code),
            asked=asked,
            made_at=now,
            expires_at=ends,
        )
        detail = {"channel": channel, "proof": proof, "person": person}
        action = "mobile_id.offer_at_counter" if channel == "counter" else "mobile_id.offer_online"
        audit.record(actor=actor, action=action, target=f"mobile_id.offer:{offer.key}", detail=detail, now=now)
    return offer


def link_of(*, code: str) -> str:
    """The offer as a wallet reads it off a QR code or a link (OpenID4VCI 1.0, section 4.1)."""
    grant = {
        "pre-authorized_code": code,
        "tx_code": {"input_mode": "numeric", "length": TX_CODE_DIGITS},
    }
    value = {
        "credential_issuer": issuer_id(),
        "credential_configuration_ids": [CONFIGURATION],
        "grants": {GRANT: grant},
    }
    return f"openid-credential-offer://?credential_offer={quote(json.dumps(value, separators=(',', ':')))}"
