"""Open an account; say which person it is."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework import audit
from madang.framework.identity import passwords
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Account
from madang.framework.values import Fault, Refusal

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]")


class AccountRefused(Refusal):
    """The account's particulars have faults."""

    code = "identity.account.refused"
    says = gettext_lazy("The account was not opened. Please correct what is marked.")
    status = 422


class AlreadyLinked(Refusal):
    """An account is one person's, and a person has one account."""

    code = "identity.account.already_linked"
    says = gettext_lazy(
        "This account or this person is already linked to another. Have the office in charge undo it first."
    )


def normal_login(*, text: str) -> str:
    """A sign-in name as it is stored."""
    return text.strip().lower()[:64]


def _faults(*, login: str, name: str, password: str | None) -> tuple[Fault, ...]:
    found = []
    if not _LOGIN.fullmatch(login):
        says = _("A sign-in name has 3 to 64 small letters, digits, dots and hyphens.")
        found.append(Fault("login", says, "identity.login.form"))
    elif Account.objects.filter(login=login).exists():
        found.append(Fault("login", _("This sign-in name is taken."), "identity.login.taken"))
    if not name.strip():
        found.append(Fault("name", _("Write the name."), "identity.name.missing"))
    if password is not None:
        found.extend(passwords.faults(password=password, login=login, name=name))
    return tuple(found)


def create_account(
    *,
    login: str,
    name: str,
    password: str | None,
    actor: Actor,
    now: datetime,
    person: str | None = None,
    name_en: str = "",
    language: str = "",
    role: dict[str, str] | None = None,
    demo: bool = False,
) -> Account:
    """Open an account; without a password nobody can sign in with one. Raises AccountRefused with every fault."""
    login = normal_login(text=login)
    require(actor, "identity.create_account", login)
    found = _faults(login=login, name=name, password=password)
    if found:
        raise AccountRefused(faults=found)
    account = Account(login=login, name=name.strip(), name_en=name_en, language=language, created_at=now)
    account.role, account.demo = role or {}, demo
    account.person = person or None
    account.password_changed_at = now if password is not None else None
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            target = f"account:{account.pk}"
            audit.record(actor=actor, action="identity.create_account", target=target, detail={}, now=now)
    except IntegrityError as error:
        # Somebody took the name, or the person, since we looked.
        raise AlreadyLinked from error
    return account


def link_person(*, login: str, person: str, actor: Actor, now: datetime) -> Account:
    """Say which person of the population register an account is. Raises AlreadyLinked; linking again changes nothing."""
    require(actor, "identity.link_person", login)
    with transaction.atomic():
        account = Account.objects.select_for_update().get(login=normal_login(text=login))
        if account.person == person:
            return account
        if account.person or Account.objects.filter(person=person).exists():
            raise AlreadyLinked
        account.person = person
        try:
            with transaction.atomic():
                account.save(update_fields=["person"])
        except IntegrityError as error:
            raise AlreadyLinked from error
        target = f"account:{account.pk}"
        audit.record(actor=actor, action="identity.link_person", target=target, detail={"person": person}, now=now)
    return account
