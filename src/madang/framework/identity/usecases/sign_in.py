"""Sign in with a password."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity import lockout, passwords
from madang.framework.identity.actor import Assurance
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.count_failures import (
    SignInBlocked,
    address_key,
    forgive,
    give_back,
    login_key,
    reserve_try,
)
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.identity.usecases.note_failed_sign_in import note_failed_sign_in
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
        note_failed_sign_in(account=account, method=PASSWORD, visitor=visitor, now=now)
        raise SignInFailed
    forgive(key=key)
    give_back(key=address, policy=lockout.ADDRESS)
    return open_session(account=account, visitor=visitor, method=PASSWORD, assurance=Assurance.LOW, now=now)
