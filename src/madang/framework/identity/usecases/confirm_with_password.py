"""Prove again, with the password, who one is in a session."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity import lockout, passwords
from madang.framework.identity.actor import Actor, Assurance
from madang.framework.identity.domain import Method, is_weaker
from madang.framework.identity.models import Account, Session
from madang.framework.identity.usecases.count_failures import forgive, login_key, reserve_try
from madang.framework.identity.usecases.prove_with_passkey import WeakerProof
from madang.framework.identity.who import own_account
from madang.framework.values import Refusal


class WrongPassword(Refusal):
    """The password is not this account's."""

    code = "identity.confirm.wrong_password"
    says = _("This is not your password. Type it again, or use a passkey.")
    status = 422


def confirm_with_password(*, password: str, actor: Actor, now: datetime) -> None:
    """Note that the person proved themselves again; a password raises no level.

    Raises WrongPassword, SignInBlocked, and WeakerProof in a session that stands on more than a password.
    """
    account = Account.objects.get(pk=own_account(actor), closed_at=None)
    key = login_key(login=account.login)
    reserve_try(key=key, policy=lockout.ACCOUNT, now=now)
    if not passwords.matches(account=account, password=password):
        raise WrongPassword
    forgive(key=key)
    with transaction.atomic():
        session = Session.objects.select_for_update().get(pk=actor.session_id or 0, account=account, ended_at=None)
        if is_weaker(proof=Assurance.LOW, session=session.assurance):
            raise WeakerProof
        session.proved_at = now
        session.save(update_fields=["proved_at"])
        detail = {"method": Method.PASSWORD.value}
        audit.record(actor=actor, action="identity.confirm", target=f"account:{account.pk}", detail=detail, now=now)
