"""Sign in with a password."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity import lockout, passwords
from madang.framework.identity.actor import ANONYMOUS, Assurance
from madang.framework.identity.models import Account, SignInAttempt
from madang.framework.identity.usecases.count_failures import (
    SignInBlocked,
    address_key,
    forgive,
    give_back,
    login_key,
    reserve_try,
)
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.identity.usecases.open_session import SignedIn, Visitor, known_device, open_session
from madang.framework.identity.who import usable
from madang.framework.values import Refusal

PASSWORD = "password"  # noqa: S105 (the name of a method)
_NOBODY = 0


class SignInFailed(Refusal):
    """Name and password do not match; nothing tells which, nor whether the account exists or is closed."""

    code = "identity.sign_in.failed"
    says = _("The sign-in name and the password do not match. Check both and try again.")
    status = 422


def _note_failure(*, account: Account | None, visitor: Visitor, now: datetime) -> None:
    """Into the audit trail and the history. Of an unknown name nothing is kept: people type passwords into the wrong field."""
    target = f"account:{account.pk}" if account else "account:unknown"
    detail = {"address": visitor.address, "method": PASSWORD}
    with transaction.atomic(savepoint=False):
        audit.record(actor=ANONYMOUS, action="identity.sign_in_failed", target=target, detail=detail, now=now)
        SignInAttempt.objects.create(
            account=account,
            at=now,
            address=visitor.address,
            label=visitor.label,
            outcome=SignInAttempt.BAD,
            method=PASSWORD,
        )


def sign_in(*, login: str, password: str, visitor: Visitor, now: datetime) -> SignedIn:
    """Open a session. Raises SignInFailed, or SignInBlocked after too many failures of the name, device or address.

    Call it outside a transaction: what a failed try leaves behind must stay although it is refused.
    """
    login = normal_login(text=login)
    account = Account.objects.filter(usable(), login=login).first()
    device = known_device(account_id=account.pk if account else _NOBODY, token=visitor.device_token)
    key = f"device:{device.pk}" if device else login_key(login=login)
    address = address_key(address=visitor.address)
    reserve_try(key=address, policy=lockout.ADDRESS, now=now)
    try:
        reserve_try(key=key, policy=lockout.DEVICE if device else lockout.ACCOUNT, now=now)
    except SignInBlocked:
        # Nothing was guessed: whoever keeps pressing the button must not close the whole address.
        give_back(key=address, policy=lockout.ADDRESS)
        raise
    if not passwords.matches(account=account, password=password) or account is None:
        _note_failure(account=account, visitor=visitor, now=now)
        raise SignInFailed
    forgive(key=key)
    give_back(key=address, policy=lockout.ADDRESS)
    return open_session(account=account, visitor=visitor, method=PASSWORD, assurance=Assurance.LOW, now=now)
