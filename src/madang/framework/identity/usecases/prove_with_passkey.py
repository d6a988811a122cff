"""Sign in with a passkey, or prove again who one is in a session."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from webauthn import verify_authentication_response
from webauthn.helpers import parse_authentication_credential_json, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AuthenticationCredential, CredentialDeviceType

from madang.framework import audit
from madang.framework.identity import lockout
from madang.framework.identity.actor import Actor
from madang.framework.identity.domain import Assured, Ground, Method, is_copy, is_weaker, level_of_passkey_sign_in
from madang.framework.identity.models import Passkey, PasskeyChallenge, Session
from madang.framework.identity.security_events import SecurityEvent, happened
from madang.framework.identity.status import PASSKEY, check_standing, keep_standing, means_of
from madang.framework.identity.usecases.count_failures import address_key, give_back, reserve_try
from madang.framework.identity.usecases.enrol_passkey import LONGEST_ANSWER
from madang.framework.identity.usecases.note_failed_sign_in import note_failed_sign_in
from madang.framework.identity.usecases.open_session import SignedIn, Visitor, open_session
from madang.framework.identity.usecases.passkeys import (
    PasskeyRefused,
    PasskeySuspended,
    origin,
    relying_party,
    use_challenge,
)
from madang.framework.identity.who import actor_of, own_account, usable
from madang.framework.values import Refusal

_LOG = logging.getLogger("madang.identity.passkeys")


class WeakerProof(Refusal):
    """The fresh proof says less than the session claims already."""

    code = "identity.confirm.weaker"
    says = _(
        "You are signed in more surely than this proves, so it renews nothing. Confirm with the means with which you "
        "signed in, or sign out and in again."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class Proof:
    """A passkey that proved itself, and the level that this gives today."""

    passkey: Passkey
    assured: Assured


def sign_in_with_passkey(*, answer: str, visitor: Visitor, now: datetime) -> tuple[SignedIn, Assured]:
    """Open a session; nobody types a name. Raises PasskeyRefused, PasskeySuspended, SignInBlocked.

    Call it outside a transaction: what a failed try leaves behind must stay although it is refused.
    """
    address = address_key(address=visitor.address)
    reserve_try(key=address, policy=lockout.ADDRESS, now=now)
    proof = _prove(answer=answer, purpose=PasskeyChallenge.SIGN_IN, account_id=None, visitor=visitor, now=now)
    give_back(key=address, policy=lockout.ADDRESS)
    signed = open_session(
        account=proof.passkey.account,
        visitor=visitor,
        method=Method.PASSKEY,
        assurance=proof.assured.level,
        passkey=proof.passkey,
        ground=proof.assured.ground,
        now=now,
    )
    return signed, proof.assured


def confirm_with_passkey(*, answer: str, actor: Actor, visitor: Visitor, now: datetime) -> Assured:
    """Prove again who one is; the session's level rises to the passkey's, never falls.

    Raises as sign_in_with_passkey, and WeakerProof.
    """
    account_id = own_account(actor)
    address = address_key(address=visitor.address)
    reserve_try(key=address, policy=lockout.ADDRESS, now=now)
    proof = _prove(answer=answer, purpose=PasskeyChallenge.CONFIRM, account_id=account_id, visitor=visitor, now=now)
    give_back(key=address, policy=lockout.ADDRESS)
    raise_session(actor=actor, method=Method.PASSKEY, assured=proof.assured, passkey=proof.passkey, now=now)
    return proof.assured


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a person approved with a passkey: whoever keeps this can prove it later with `approval_holds`."""

    challenge: bytes
    answer: str
    credential: bytes
    public_key: bytes
    level: int


def approve_with_passkey(*, answer: str, actor: Actor, visitor: Visitor, now: datetime) -> Approval:
    """The account's owner approves what `ask_to_approve` asked; the question is used up. Raises as sign_in_with_passkey.

    Call it outside a transaction. It changes nothing about the session.
    """
    account_id = own_account(actor)
    address = address_key(address=visitor.address)
    reserve_try(key=address, policy=lockout.ADDRESS, now=now)
    purpose = PasskeyChallenge.APPROVE
    proof = _prove(answer=answer, purpose=purpose, account_id=account_id, visitor=visitor, now=now)
    give_back(key=address, policy=lockout.ADDRESS)
    return Approval(
        challenge=parse_client_data_json(_read(answer).response.client_data_json).challenge,
        answer=answer,
        credential=bytes(proof.passkey.credential),
        public_key=bytes(proof.passkey.public_key),
        level=proof.assured.level,
    )


def approval_holds(*, answer: str, challenge: bytes, public_key: bytes) -> bool:
    """Whether the key signed this challenge here, with its owner verified; for whoever relies on an approval, at any time."""
    try:
        verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=relying_party(),
            expected_origin=origin(),
            credential_public_key=public_key,
            credential_current_sign_count=-1,
            require_user_verification=True,
        )
    except (WebAuthnException, PasskeyRefused):
        return False
    return True


@transaction.atomic
def raise_session(
    *, actor: Actor, method: str, assured: Assured, now: datetime, passkey: Passkey | None = None, means: str = ""
) -> None:
    """The session stands on this fresh proof from now on. Raises WeakerProof, and then nothing changed."""
    account_id = own_account(actor)
    session = Session.objects.select_for_update().get(pk=actor.session_id or 0, account_id=account_id, ended_at=None)
    if is_weaker(proof=assured.level, session=session.assurance):
        raise WeakerProof
    session.assurance, session.method, session.proved_at = assured.level, method, now
    session.passkey, session.means, session.ground = passkey, means, assured.ground
    session.save(update_fields=["assurance", "method", "proved_at", "passkey", "means", "ground"])
    detail = {"method": method, "assurance": session.assurance, "ground": assured.ground}
    audit.record(actor=actor, action="identity.confirm", target=f"account:{account_id}", detail=detail, now=now)


def _prove(*, answer: str, purpose: str, account_id: int | None, visitor: Visitor, now: datetime) -> Proof:
    credential = _read(answer)
    asked = use_challenge(
        challenge=parse_client_data_json(credential.response.client_data_json).challenge,
        purpose=purpose,
        account_id=account_id,
        now=now,
    )
    found = Passkey.objects.select_related("account").filter(usable("account__"), credential=credential.raw_id)
    passkey = found.filter(removed_at=None).first()
    if passkey is None or account_id not in (None, passkey.account_id):
        _LOG.info("a passkey was refused", extra={"why": "unknown, removed, or of another account"})
        raise PasskeyRefused
    if passkey.suspended_at is not None:
        raise PasskeySuspended
    seen = _verified(credential=credential, challenge=bytes(asked.challenge), passkey=passkey, visitor=visitor, now=now)
    claimed = level_of_passkey_sign_in(enrolled_at=passkey.level, user_verified=True)
    means = means_of(kind=PASSKEY, key=passkey.pk)
    assured, fresh = check_standing(means=means, claimed=claimed, now=now)
    with transaction.atomic():
        kept = Passkey.objects.select_for_update().get(pk=passkey.pk)
        copied = is_copy(kept=kept.sign_count, seen=seen)
        if copied:
            _suspend(passkey=kept, now=now)
        else:
            kept.sign_count, kept.used_at = seen, now
            kept.save(update_fields=["sign_count", "used_at"])
        keep_standing(means=means, fresh=fresh)
    if copied or assured.ground is Ground.REFUSED:
        note_failed_sign_in(account=passkey.account, method=Method.PASSKEY, visitor=visitor, now=now)
        raise PasskeySuspended if copied else PasskeyRefused
    return Proof(passkey, assured)


def _read(answer: str) -> AuthenticationCredential:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    try:
        credential = parse_authentication_credential_json(answer)
        parse_client_data_json(credential.response.client_data_json)
    except (WebAuthnException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PasskeyRefused from error
    return credential


def _verified(
    *, credential: AuthenticationCredential, challenge: bytes, passkey: Passkey, visitor: Visitor, now: datetime
) -> int:
    """The authenticator's counter, once origin, host, user verification and signature hold."""
    try:
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=relying_party(),
            expected_origin=origin(),
            credential_public_key=bytes(passkey.public_key),
            # The counter is compared under the row's lock, where two answers at once cannot both pass.
            credential_current_sign_count=-1,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        _LOG.info("a passkey was refused", extra={"why": str(error)[:200]})
        note_failed_sign_in(account=passkey.account, method=Method.PASSKEY, visitor=visitor, now=now)
        raise PasskeyRefused from error
    if passkey.device_bound and found.credential_device_type is not CredentialDeviceType.SINGLE_DEVICE:
        # Web Authentication Level 3, s. 7.2: whether a key may be copied elsewhere is fixed when it is made.
        note_failed_sign_in(account=passkey.account, method=Method.PASSKEY, visitor=visitor, now=now)
        raise PasskeyRefused
    return found.new_sign_count


def _suspend(*, passkey: Passkey, now: datetime) -> None:
    passkey.suspended_at = now
    passkey.save(update_fields=["suspended_at"])
    actor = actor_of(account=passkey.account, now=now)
    target = f"account:{passkey.account_id}"
    detail = {"passkey": passkey.pk, "because": "counter"}
    audit.record(actor=actor, action="identity.suspend_passkey", target=target, detail=detail, now=now)
    happened(account=passkey.account, event=SecurityEvent.PASSKEY_CLONED, values={"name": passkey.name}, now=now)
