"""Change one's password or language."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.framework import audit
from madang.framework.identity import lockout, passwords
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.count_failures import forgive, login_key, reserve_try
from madang.framework.identity.usecases.sign_out import PASSWORD_CHANGED, end_other_sessions
from madang.framework.identity.who import own_account
from madang.framework.values import Fault, Refusal


class PasswordRefused(Refusal):
    """The present password is wrong, or the new one too weak."""

    code = "identity.password.refused"
    says = gettext_lazy("The password was not changed. Please correct what is marked.")
    status = 422


class UnknownLanguage(Refusal):
    """No pages exist in this language."""

    code = "identity.language.unknown"
    says = gettext_lazy("The pages do not exist in this language. Choose one from the list.")
    status = 422


def change_password(*, current: str, new: str, actor: Actor, now: datetime) -> None:
    """Change the actor's own password and sign out every other session. Raises PasswordRefused, SignInBlocked.

    Wrong guesses of the present password count like failed sign-ins: who finds an open session must not guess on.
    """
    account = Account.objects.get(pk=own_account(actor), closed_at=None)
    key = login_key(login=account.login)
    reserve_try(key=key, policy=lockout.ACCOUNT, now=now)
    if not passwords.matches(account=account, password=current):
        raise PasswordRefused(
            faults=(Fault("current", _("This is not your present password."), "identity.password.wrong"),)
        )
    forgive(key=key)
    found = passwords.faults(password=new, login=account.login, name=account.name, place="new")
    if new == current:
        found = (*found, Fault("new", _("The new password is the old one."), "identity.password.same"))
    if found:
        raise PasswordRefused(faults=found)
    with transaction.atomic():
        account.set_password(new)
        account.password_changed_at = now
        account.save(update_fields=["password", "password_changed_at"])
        target = f"account:{account.pk}"
        audit.record(actor=actor, action="identity.change_password", target=target, detail={}, now=now)
        end_other_sessions(actor=actor, because=PASSWORD_CHANGED, now=now)


def change_language(*, language: str, actor: Actor, now: datetime) -> None:
    """Remember in which language the actor reads. Raises UnknownLanguage."""
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage
    with transaction.atomic():
        Account.objects.filter(pk=own_account(actor)).update(language=language)
        target = f"account:{actor.account_id}"
        audit.record(actor=actor, action="identity.change_language", target=target, detail={"to": language}, now=now)
