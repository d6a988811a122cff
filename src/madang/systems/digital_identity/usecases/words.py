"""Scopes and levels in plain words."""

from django.utils.translation import gettext_lazy as _

_SCOPES = {
    "openid": _("that it is the same person as last time, under a name that only this service knows"),
    "profile": _("your name as registered"),
    "birthdate": _("your date of birth"),
    "address": _("your registered address"),
}
_LEVELS = {
    1: _("low: password or passkey"),
    2: _("substantial: a passkey that was added with a code from a counter"),
    3: _("high: a mobile ID, or a security key that was added before an official"),
}


def scope_title(*, scope: str) -> object:
    """What a scope tells, as the person reads it."""
    return _SCOPES[scope]


def level_title(*, level: int) -> object:
    """What a level takes."""
    return _LEVELS.get(level, _LEVELS[3])


SCOPES = tuple(_SCOPES.items())
LEVELS = tuple(_LEVELS.items())
