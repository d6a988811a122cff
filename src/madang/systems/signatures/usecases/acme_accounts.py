"""Accounts of the exchange's members at the automatic issuance (RFC 8555, 7.3): bound to a member by its secret."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from madang.exchange import members
from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.protect import blind_index
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.formats import acme
from madang.systems.signatures.models import AcmeAccount, AcmeNonce
from madang.systems.signatures.usecases.acme_problems import AcmeProblem

MOST_CONTACTS = 5
NONCE_LIVES = timedelta(hours=1)


def hosts_of(*, member: str) -> frozenset[str]:
    """The host names under which the member directory knows a member; none for a stranger."""
    known = {urlsplit(road.address).hostname or "" for road in members.roads() if road.member == member}
    return frozenset(known - {""})


def binding_secret(*, member: str) -> bytes:
    """What the keeper of the authorities hands to a member, so that it can bind its account (RFC 8555, 7.3.4)."""
    return blind_index(member, "signatures.acme")


def actor_of(*, account: AcmeAccount) -> Actor:
    """Under whose name the audit trail tells what an account did."""
    return system_actor(f"acme.{account.member}")


def new_nonce(*, now: datetime) -> str:
    """A fresh number, which one message may carry."""
    made = AcmeNonce.objects.create(value=secrets.token_urlsafe(24), made_at=now)
    return made.value


def spend_nonce(*, value: object, now: datetime) -> None:
    """Raise badNonce unless the number is ours, young and unused; two messages cannot both spend it."""
    spent, _rows = AcmeNonce.objects.filter(value=str(value)[:43], made_at__gt=now - NONCE_LIVES).delete()
    if not spent:
        raise AcmeProblem("badNonce", "This nonce was used before, or is too old. Take the new one.")


def forget_nonces(*, now: datetime) -> int:
    """Delete the numbers that nobody used in time; how many."""
    return AcmeNonce.objects.filter(made_at__lte=now - NONCE_LIVES).delete()[0]


def register_account(
    *, key: Mapping[str, Any], wanted: Mapping[str, Any], url: str, now: datetime
) -> tuple[AcmeAccount, bool]:
    """The account of this key, and whether it is new. Raises AcmeProblem, UnfitMessage."""
    known = AcmeAccount.objects.filter(thumbprint=acme.thumbprint(key=key)).first()
    if known is not None:
        return known, False
    if wanted.get("onlyReturnExisting") is True:
        raise AcmeProblem("accountDoesNotExist", "There is no account with this key.")
    if wanted.get("termsOfServiceAgreed") is not True:
        raise AcmeProblem("userActionRequired", "Agree to the certification practice statement first.", 403)
    member = _bound_member(wanted.get("externalAccountBinding"), key, url)
    account = AcmeAccount(key=new_key(), thumbprint=acme.thumbprint(key=key), jwk=acme.bare(key=key), member=member)
    account.contact, account.created_at = _contacts(wanted), now
    with transaction.atomic():
        account.save(force_insert=True)
        _record(account, "register", now)
    return account, True


def _bound_member(binding: object, key: Mapping[str, Any], url: str) -> str:
    if not binding:
        raise AcmeProblem(
            "externalAccountRequired", "Bind the account to your member with the secret you were given.", 403
        )
    message = acme.read_message(data=binding if isinstance(binding, dict) else {})
    member = str(message.protected.get("kid", ""))
    if not hosts_of(member=member):
        raise AcmeProblem("unauthorized", "The member directory has no such member.")
    acme.check_binding(binding=binding, key=key, secret=binding_secret(member=member), url=url)
    return member


def _contacts(wanted: Mapping[str, Any]) -> list[str]:
    contacts = wanted.get("contact") or []
    if not isinstance(contacts, list) or len(contacts) > MOST_CONTACTS:
        raise AcmeProblem("malformed", f"Name at most {MOST_CONTACTS} contacts.")
    for one in contacts:
        if not isinstance(one, str) or not one.startswith("mailto:") or "?" in one or not 10 < len(one) < 200:
            raise AcmeProblem("unsupportedContact", "Name contacts as mailto: addresses.")
    return contacts


def find_account(*, key: str) -> AcmeAccount:
    """The account of this name, if it is valid. Raises AcmeProblem."""
    account = AcmeAccount.objects.filter(key=key).first()
    if account is None:
        raise AcmeProblem("accountDoesNotExist", "There is no such account.")
    if account.status != "valid":
        raise AcmeProblem("unauthorized", "This account was deactivated.")
    return account


def change_account(*, account: AcmeAccount, wanted: Mapping[str, Any], now: datetime) -> AcmeAccount:
    """Other contacts, or the account's end. Raises AcmeProblem."""
    if "contact" in wanted:
        account.contact = _contacts(wanted)
    if wanted.get("status") == "deactivated":
        account.status = "deactivated"
    with transaction.atomic():
        account.save(update_fields=["contact", "status"])
        _record(account, "change", now)
    return account


def change_key(*, account: AcmeAccount, payload: Mapping[str, Any], url: str, here: str, now: datetime) -> AcmeAccount:
    """Another key for the account (RFC 8555, 7.3.5): the new one signs within what the old one signed.

    Raises AcmeProblem, UnfitMessage.
    """
    inner = acme.read_message(data=dict(payload))
    key, said = inner.key, inner.payload or {}
    if key is None or inner.protected.get("url") != here:
        raise AcmeProblem("malformed", "The inner message carries its key and this address.")
    acme.check_signature(message=inner, key=key)
    old = said.get("oldKey")
    if said.get("account") != url or not isinstance(old, dict) or acme.bare(key=old) != account.jwk:
        raise AcmeProblem("malformed", "The inner message does not name the account and its old key.")
    try:
        with transaction.atomic():
            account.thumbprint, account.jwk = acme.thumbprint(key=key), acme.bare(key=key)
            account.save(update_fields=["thumbprint", "jwk"])
            _record(account, "change_key", now)
    except IntegrityError:
        raise AcmeProblem("malformed", "Another account has this key.", 409) from None
    return account


def _record(account: AcmeAccount, what: str, now: datetime) -> None:
    detail = {"member": account.member, "thumbprint": account.thumbprint, "status": account.status}
    actor, target = actor_of(account=account), f"acme_account:{account.key}"
    audit.record(actor=actor, action=f"signatures.acme_{what}", target=target, detail=detail, now=now)
