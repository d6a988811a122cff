"""Issue mobile IDs to the wallet that holds the token: one for each key that it proves (OpenID4VCI 1.0, section 8)."""

import secrets
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.contracts.envelope import consent
from madang.contracts.population_v1 import GetPerson, Person
from madang.exchange import Asking, ask
from madang.framework import audit
from madang.framework.identity.actor import system_actor
from madang.framework.law import pack, parameter
from madang.framework.values import Party
from madang.systems.mobile_id.domain.credential import Holder, claims_of, ends_at
from madang.systems.mobile_id.domain.eligibility import is_old_enough, is_registered
from madang.systems.mobile_id.formats import sd_jwt
from madang.systems.mobile_id.formats.jose import thumbprint
from madang.systems.mobile_id.models import Credential, Offer
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.challenge import spend_nonce
from madang.systems.mobile_id.usecases.name import CONFIGURATION, PURPOSE, SYSTEM
from madang.systems.mobile_id.usecases.prove_possession import Possession, prove_possession
from madang.systems.mobile_id.usecases.refusals import (
    NotEligible,
    NotReadable,
    OtherConfiguration,
    TokenGone,
    WrongBinding,
    WrongProof,
)
from madang.systems.mobile_id.usecases.secrets import digest_of

MOST_AT_ONCE = 4
LIST_SIZE = 1 << 16


def issue_credential(*, token: str, bound_to: str, request: dict[str, Any], now: datetime) -> list[str]:
    """The credentials, one a proven key, for the token and the key that it is bound to.

    Raises a WalletRefusal; a wrong proof leaves the token as it was.
    """
    offer = _offer(token, bound_to, now)
    if request.get("credential_configuration_id") != CONFIGURATION:
        raise OtherConfiguration
    proven = _proven(request, now)
    person = _ask(offer)
    day = timezone.localdate(now)
    if not is_registered(status=person.status) or not is_old_enough(
        born_on=_birth(person), least_age=int(parameter("mobile_id.rules.least_age", on=day)), on=day
    ):
        raise NotEligible

    holder = _holder(person)
    thresholds = tuple(int(one["age"]) for one in parameter("mobile_id.rules.age_thresholds", on=day))
    claims = claims_of(holder=holder, thresholds=thresholds, on=day)
    ends = ends_at(
        born_on=holder.born_on,
        thresholds=thresholds,
        now=timezone.localtime(now),
        on=day,
        days=int(parameter("mobile_id.rules.validity", on=day)),
    )

    with transaction.atomic():
        _claim(offer, now)
        records = [_place(offer=offer, held=one, now=now, ends=ends) for one in proven]
        detail = {"credentials": [record.key for record in records], "ends_at": ends}
        target = f"mobile_id.offer:{offer.key}"
        audit.record(actor=system_actor(SYSTEM), action="mobile_id.issue", target=target, detail=detail, now=now)
    return [_sign(record, held.jwk, claims) for record, held in zip(records, proven, strict=True)]


def _offer(token: str, bound_to: str, now: datetime) -> Offer:
    offer = Offer.objects.filter(token_digest=digest_of(secret=token), issued_at=None, token_expires_at__gt=now).first()
    if offer is None:
        raise TokenGone
    if not offer.bound_to or offer.bound_to != bound_to:
        raise WrongBinding
    return offer


def _claim(offer: Offer, now: datetime) -> None:
    """The token is used once, also by two requests at the same time."""
    if not Offer.objects.filter(pk=offer.pk, issued_at=None).update(issued_at=now):
        raise TokenGone


def _proven(request: dict[str, Any], now: datetime) -> list[Possession]:
    proofs = request.get("proofs")
    texts = proofs.get("jwt") if isinstance(proofs, dict) and set(proofs) == {"jwt"} else None
    if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_AT_ONCE:
        raise NotReadable
    proven = [prove_possession(proof=text, now=now) for text in texts]
    marks = [thumbprint(jwk=one.jwk) for one in proven]
    # Two credentials on one key could be linked; the database refuses a key that was used before.
    if len(set(marks)) != len(marks) or Credential.objects.filter(thumbprint__in=marks).exists():
        raise WrongProof
    for nonce in sorted({one.nonce for one in proven}):
        spend_nonce(nonce=nonce, now=now)
    return proven


def _ask(offer: Offer) -> Person:
    subject = Party.person(offer.person)
    asking = Asking(
        system=SYSTEM, actor=system_actor(SYSTEM), purpose=str(PURPOSE), basis=consent(offer.consent), subject=subject
    )
    return ask(GetPerson(person=offer.person), asking)


def _birth(person: Person) -> date:
    if person.birth_on is None:
        raise NotEligible
    return person.birth_on


def _holder(person: Person) -> Holder:
    division = (person.address.division or "") if person.address else ""
    place = pack().division_by_code.get(division)
    return Holder(
        name=person.name or "",
        latin_name=person.latin_name or "",
        born_on=_birth(person),
        sex=str(person.sex or ""),
        nationality=person.nationality or "",
        address=(person.address.text or "") if person.address else "",
        district=place.native if place else "",
    )


def _place(*, offer: Offer, held: Possession, now: datetime, ends: datetime) -> Credential:
    """Record the credential at a random free place of the newest list, so that neighbours in it tell nothing."""
    number = Credential.objects.count() // (LIST_SIZE // 2)
    while True:
        index = secrets.randbelow(LIST_SIZE)
        if not Credential.objects.filter(list_number=number, list_index=index).exists():
            break
    return Credential.objects.create(
        person=offer.person,
        offer=offer,
        thumbprint=thumbprint(jwk=held.jwk),
        key_storage=held.key_storage,
        list_number=number,
        list_index=index,
        issued_at=now,
        expires_at=ends,
        standing_since=now,
    )


def _sign(record: Credential, jwk: dict[str, str], claims: dict[str, Any]) -> str:
    place = {"idx": record.list_index, "uri": addresses.status_list(number=record.list_number)}
    shown = {
        "iss": addresses.issuer_id(),
        "vct": addresses.credential_type(),
        # Rounded to the day: the instant of issue would link what different verifiers saw.
        "iat": int(record.issued_at.timestamp()) // 86400 * 86400,
        "exp": int(record.expires_at.timestamp()),
        "cnf": {"jwk": jwk},
        "status": {"status_list": place},
    }
    header = {"kid": keys.issuing_key_id()}
    return str(sd_jwt.issue(hidden=claims, shown=shown, header=header, key=keys.issuing_key()))
