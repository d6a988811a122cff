"""Enrol a passkey, and remove one."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from webauthn import verify_registration_response
from webauthn.helpers import parse_client_data_json, parse_registration_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import CredentialDeviceType, RegistrationCredential

from madang.framework import audit
from madang.framework.identity.actor import Actor, Assurance
from madang.framework.identity.attestation import is_attested
from madang.framework.identity.domain import level_of_new_passkey
from madang.framework.identity.models import Account, Passkey, PasskeyChallenge, Session
from madang.framework.identity.security_events import SecurityEvent, happened
from madang.framework.identity.usecases.passkeys import (
    ALGORITHMS,
    PasskeyRefused,
    origin,
    relying_party,
    use_challenge,
)
from madang.framework.identity.who import own_account
from madang.framework.values import Refusal

_LOG = logging.getLogger("madang.identity.passkeys")
LONGEST_ANSWER = 20_000
# Who vouches that a key cannot leave its device.
MAKER, OFFICIAL = "maker", "official"


class NoSuchPasskey(Refusal):
    """The passkey is not the actor's, or was removed."""

    code = "identity.passkey.unknown"
    says = gettext_lazy("There is no such passkey among yours. It may have been removed already.")
    status = 404


class PasskeyKnown(Refusal):
    """The authenticator is enrolled already."""

    code = "identity.passkey.known"
    says = gettext_lazy("This device is enrolled already. Nothing is left to do.")


def enrol_passkey(*, answer: str, name: str, actor: Actor, now: datetime) -> Passkey:
    """Keep the new credential at the level at which its owner is known in this session.

    Raises PasskeyRefused, PasskeyKnown. Call it outside a transaction: the question is used up whatever comes of it.
    """
    account = Account.objects.get(pk=own_account(actor), closed_at=None)
    session = Session.objects.get(pk=actor.session_id or 0, account=account)
    passkey = new_passkey(answer=answer, name=name, account=account, purpose=PasskeyChallenge.ENROL, now=now)
    passkey.level = level_of_new_passkey(
        session_method=session.method,
        session_level=session.assurance,
        device_bound=passkey.device_bound,
        device_checked=passkey.checked_by == MAKER,
    )
    return record_passkey(passkey=passkey, actor=actor, now=now)


def new_passkey(*, answer: str, name: str, account: Account, purpose: str, now: datetime) -> Passkey:
    """The credential in an authenticator's answer, checked, not yet kept, at no level. Raises PasskeyRefused."""
    credential = _read(answer)
    asked = use_challenge(
        challenge=parse_client_data_json(credential.response.client_data_json).challenge,
        purpose=purpose,
        account_id=account.pk,
        now=now,
    )
    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=bytes(asked.challenge),
            expected_rp_id=relying_party(),
            expected_origin=origin(),
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except WebAuthnException as error:
        _LOG.info("a new passkey was refused", extra={"why": str(error)[:200]})
        raise PasskeyRefused from error
    transports = [one.value for one in credential.response.transports or ()]
    attested = is_attested(
        credential=credential, challenge=bytes(asked.challenge), host=relying_party(), origin=origin()
    )
    return Passkey(
        account=account,
        credential=found.credential_id,
        public_key=found.credential_public_key,
        handle=bytes(asked.handle),
        sign_count=found.sign_count,
        name=name.replace("\x00", "").strip()[:60] or _("Passkey"),
        transports=transports,
        device_bound=found.credential_device_type is CredentialDeviceType.SINGLE_DEVICE,
        level=Assurance.NONE,
        checked_by=MAKER if attested else "",
        enrolled_at=now,
    )


def _read(answer: str) -> RegistrationCredential:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    try:
        credential = parse_registration_credential_json(answer)
        parse_client_data_json(credential.response.client_data_json)
    except (WebAuthnException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise PasskeyRefused from error
    return credential


def record_passkey(*, passkey: Passkey, actor: Actor, now: datetime) -> Passkey:
    """Keep it and tell its owner. Raises PasskeyKnown."""
    try:
        with transaction.atomic():
            passkey.save(force_insert=True)
            names = ("pk", "level", "device_bound", "checked_by")
            detail = {"passkey" if one == "pk" else one: getattr(passkey, one) for one in names}
            target = f"account:{passkey.account_id}"
            audit.record(actor=actor, action="identity.enrol_passkey", target=target, detail=detail, now=now)
            happened(account=passkey.account, event=SecurityEvent.NEW_PASSKEY, values={"name": passkey.name}, now=now)
    except IntegrityError as error:
        raise PasskeyKnown from error
    return passkey


@transaction.atomic
def remove_passkey(*, passkey_id: int, actor: Actor, now: datetime) -> None:
    """The passkey signs in nobody from now on. Raises NoSuchPasskey."""
    own = Passkey.objects.select_for_update().filter(pk=passkey_id, account_id=own_account(actor), removed_at=None)
    passkey = own.first()
    if passkey is None:
        raise NoSuchPasskey
    passkey.removed_at = now
    passkey.save(update_fields=["removed_at"])
    target = f"account:{passkey.account_id}"
    audit.record(actor=actor, action="identity.remove_passkey", target=target, detail={"passkey": passkey.pk}, now=now)
    happened(account=passkey.account, event=SecurityEvent.PASSKEY_REMOVED, values={"name": passkey.name}, now=now)
