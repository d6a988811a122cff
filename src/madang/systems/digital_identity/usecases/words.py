"""Scopes and levels in plain words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from joserfc.jwk import import_key

_SCOPES = {
    "openid": _("that it is the same person as last time, under a name that only this service knows"),
    "profile": _("your name as registered"),
    "birthdate": _("your date of birth"),
    "address": _("your registered address"),
}
_LEVELS = {
    1: _("low: password or passkey"),
    2: _("substantial: a mobile ID, or a passkey that was added with a code from a counter"),
    3: _("high: a mobile ID, or a security key that was added before an official"),
}


def scope_title(*, scope: str) -> object:
    """What a scope tells, as the person reads it."""
    return _SCOPES[scope]


def level_title(*, level: int) -> object:
    """What a level takes."""
    return _LEVELS.get(level, _LEVELS[3])


def key_title(*, key: Mapping[str, str]) -> str:
    """A public key as its owner and the official compare it: its kind and the beginning of its thumbprint (RFC 7638)."""
    kind = f"EC {key['crv']}" if key.get("kty") == "EC" else "RSA"
    return f"{kind} {import_key(dict(key)).thumbprint()[:16]}…"


SCOPES = tuple(_SCOPES.items())
LEVELS = tuple(_LEVELS.items())
