"""Recovery: an official checks a person face to face and gives out a code that signs in once."""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity import lockout
from madang.framework.identity.actor import Actor, Assurance
from madang.framework.identity.domain import Method
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.models import Account, EnrolmentCode
from madang.framework.identity.security_events import SecurityEvent, happened
from madang.framework.identity.usecases.count_failures import address_key, forgive, give_back, reserve_try
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.identity.usecases.note_failed_sign_in import note_failed_sign_in
from madang.framework.identity.usecases.open_session import SignedIn, Visitor, open_session
from madang.framework.identity.usecases.shut_out import shut_out
from madang.framework.identity.who import actor_of, usable
from madang.framework.values import Refusal
from madang.framework.values.identifiers import normalise, random_symbols

PROOFING = "identity.proofing"
# Sixty bits, typed once, within the hour: the person goes home or sits down at the office's own screen.
CODE_LENGTH, CODE_LIFE = 12, timedelta(hours=1)


class Evidence(StrEnum):
    """The kind of document that the official held in their hands."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_CARD = "residence_card"


class CodeRefused(Refusal):
    """Name and code do not match, or the code was used, replaced or is too old; nothing tells which."""

    code = "identity.enrolment_code.refused"
    says = _("This name and code do not match, or the code was used or has run out. Ask the counter for a new one.")
    status = 422


def _hash(*, account_id: int, code: str) -> bytes:
    return hashlib.sha256(f"{account_id}:{normalise(text=code)}".encode()).digest()


def issue_code(*, account: Account, evidence: Evidence, actor: Actor, now: datetime) -> str:
    """The code, shown once to the official, who hands it over. An older one ends. Raises Forbidden."""
    require(actor, "identity.prove_at_counter", account)
    if not account.is_active:
        raise Forbidden
    code = random_symbols(count=CODE_LENGTH)
    office = next(iter(actor.offices(PROOFING)), "")
    with transaction.atomic():
        EnrolmentCode.objects.filter(account=account, used_at=None, ended_at=None).update(ended_at=now)
        EnrolmentCode.objects.create(
            account=account,
            code_hash=_hash(account_id=account.pk, code=code),
            evidence=evidence.value,
            issued_at=now,
            issued_by_id=actor.account_id,
            office=office,
            expires_at=now + CODE_LIFE,
        )
        detail = {"evidence": evidence.value, "office": office}
        target = f"account:{account.pk}"
        audit.record(actor=actor, action="identity.prove_at_counter", target=target, detail=detail, now=now)
        place = actor.duties[0].office_name if actor.duties else office
        happened(account=account, event=SecurityEvent.CODE_ISSUED, values={"office": place}, now=now)
    return code


def recover(*, login: str, code: str, visitor: Visitor, now: datetime) -> SignedIn:
    """Sign in once with the code, to enrol a passkey; every other session and every passkey so far ends, since whoever
    comes to a counter may have lost them to somebody. Raises CodeRefused, SignInBlocked.

    Call it outside a transaction: what a failed try leaves behind must stay although it is refused.
    """
    login = normal_login(text=login)
    key, address = "code:" + hashlib.sha256(login.encode()).hexdigest(), address_key(address=visitor.address)
    reserve_try(key=address, policy=lockout.ADDRESS, now=now)
    reserve_try(key=key, policy=lockout.ACCOUNT, now=now)
    account = Account.objects.filter(usable(), login=login).first()
    with transaction.atomic():
        found = _usable_code(account=account, code=code, now=now)
        signed = _open(account=account, found=found, visitor=visitor, now=now) if account and found else None
    if signed is None:
        note_failed_sign_in(account=account, method=Method.PROOFING, visitor=visitor, now=now)
        raise CodeRefused
    forgive(key=key)
    give_back(key=address, policy=lockout.ADDRESS)
    return signed


def _usable_code(*, account: Account | None, code: str, now: datetime) -> EnrolmentCode | None:
    wanted = _hash(account_id=account.pk if account else 0, code=code)
    live = EnrolmentCode.objects.select_for_update().filter(
        account=account, used_at=None, ended_at=None, expires_at__gt=now
    )
    return next((one for one in live if hmac.compare_digest(bytes(one.code_hash), wanted)), None)


def _open(*, account: Account, found: EnrolmentCode, visitor: Visitor, now: datetime) -> SignedIn:
    found.used_at = now
    found.save(update_fields=["used_at"])
    ended = shut_out(account=account, because="recovery", now=now)
    signed = open_session(
        account=account, visitor=visitor, method=Method.PROOFING, assurance=Assurance.SUBSTANTIAL, now=now
    )
    audit.record(
        actor=actor_of(account=account, now=now),
        action="identity.recover",
        target=f"account:{account.pk}",
        detail={"code": found.pk, **ended},
        now=now,
    )
    happened(account=account, event=SecurityEvent.RECOVERED, values={"device": visitor.label}, now=now)
    return signed
