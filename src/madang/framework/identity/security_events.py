"""What the owner of an account must be told at once. Identity says it; the rooms above it listen (`notify` writes)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from madang.framework.identity.models import Account


class SecurityEvent(StrEnum):
    """What happened to an account."""

    NEW_DEVICE = "new_device"
    NEW_PASSKEY = "new_passkey"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_CLONED = "passkey_cloned"
    FAILED_ATTEMPTS = "failed_attempts"
    CODE_ISSUED = "code_issued"
    RECOVERED = "recovered"


Listener = Callable[..., None]
SessionsEnded = Callable[..., None]
_listeners: list[Listener] = []
_at_end: list[SessionsEnded] = []


def on_security_event(listener: Listener) -> Listener:
    """Have `listener(account=, event=, values=, now=)` called in the transaction of each event."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def happened(*, account: Account, event: SecurityEvent, values: Mapping[str, object], now: datetime) -> None:
    """Tell every listener."""
    for listener in _listeners:
        listener(account=account, event=event, values=values, now=now)


def on_sessions_ended(listener: SessionsEnded) -> SessionsEnded:
    """Have `listener(sessions=keys, now=)` called in the transaction in which sessions end."""
    if listener not in _at_end:
        _at_end.append(listener)
    return listener


def sessions_ended(*, sessions: list[int], now: datetime) -> None:
    """Tell every listener that these sessions are over."""
    if sessions:
        for listener in _at_end:
            listener(sessions=sessions, now=now)
