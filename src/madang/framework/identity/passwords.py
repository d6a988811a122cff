"""Passwords: how they are hashed, and which are too weak."""

from functools import lru_cache

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from madang.framework.identity.models import Account
from madang.framework.values import Fault

# Korea's KISA guideline asks for ten characters of two kinds; NIST SP 800-63B (3.1.1.2) to take at least 64.
SHORTEST = 10
LONGEST = 128


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane (OWASP): Django's 100 MiB a try would let a crowd of tries eat the memory."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    return make_password("nobody has this password")


def matches(*, account: Account | None, password: str) -> bool:
    """Whether the password is the account's. Without an account a hash is computed all the same, so that time tells nothing."""
    if len(password) > LONGEST:
        password = ""
    if account is None or not account.has_usable_password():
        check_password(password, _nobodys_password())
        return False

    def rehash(raw: str) -> None:
        account.set_password(raw)
        account.save(update_fields=["password"])

    return check_password(password, account.password, setter=rehash)


def faults(*, password: str, login: str, name: str, place: str = "password") -> tuple[Fault, ...]:
    """Everything that makes the password too weak for this account."""
    found = []
    if len(password) < SHORTEST:
        found.append(_("Choose a password of at least %(count)d characters.") % {"count": SHORTEST})
    if len(password) > LONGEST:
        found.append(_("Choose a password of at most %(count)d characters.") % {"count": LONGEST})
    lower = password.lower()
    if login and (lower in (login, login[::-1]) or (len(login) > 3 and login in lower)):
        found.append(_("The password must not contain your sign-in name."))
    if name and lower.replace(" ", "") == name.lower().replace(" ", ""):
        found.append(_("The password must not be your name."))
    if _is_common(password) or len(set(password)) < 4:
        found.append(_("This password is among the first that others would try."))
    return tuple(Fault(place, says, "identity.password.weak") for says in found)


@lru_cache(maxsize=1)
def _validators() -> tuple[CommonPasswordValidator, NumericPasswordValidator]:
    return CommonPasswordValidator(), NumericPasswordValidator()


def _is_common(password: str) -> bool:
    try:
        for validator in _validators():
            validator.validate(password)
    except ValidationError:
        return True
    return False
