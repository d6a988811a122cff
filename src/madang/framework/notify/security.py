"""Tells people what happened to their account: identity says it, this writes."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from madang.framework.identity.models import Account
from madang.framework.identity.security_events import SecurityEvent
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.framework.notify.usecases.notify import notify
from madang.framework.values import Party

_SETTINGS = "/settings/"
_ENDING = _("If that was not you, sign out everywhere in the settings and go to a counter.")
WORDINGS = {
    SecurityEvent.NEW_DEVICE: (_("Sign-in from a new device"), _("Somebody signed in to your account from: {device}.")),
    SecurityEvent.NEW_PASSKEY: (_("New passkey: {name}"), _("The passkey “{name}” was added to your account.")),
    SecurityEvent.PASSKEY_REMOVED: (_("Passkey removed: {name}"), _("The passkey “{name}” signs in nobody any more.")),
    SecurityEvent.PASSKEY_CLONED: (
        _("Passkey stopped: {name}"),
        _("There may be a copy of the passkey “{name}”, so it was stopped. Remove it and add a new one."),
    ),
    SecurityEvent.FAILED_ATTEMPTS: (
        _("Failed attempts to sign in"),
        _("Somebody tried {count} times within an hour to sign in to your account and failed."),
    ),
    SecurityEvent.CODE_ISSUED: (
        _("A counter gave out a code for your account"),
        _("{office} checked an identity document and gave out a code that signs in to your account once."),
    ),
    SecurityEvent.RECOVERED: (
        _("Your account was recovered"),
        _("A code from a counter was used on: {device}. Every other device was signed out, and every passkey ended."),
    ),
}


class _TwoSentences:
    """A sentence with what to do after it, translated when it is written."""

    def __init__(self, first: object) -> None:
        self.first = first

    def __str__(self) -> str:
        return f"{self.first} {_ENDING}"


def declare_messages() -> None:
    """Make the messages known; all are worth an SMS."""
    catalogue.register(
        *(
            Template(f"identity/{event.value}", subject, _TwoSentences(body), by_sms=True)
            for event, (subject, body) in WORDINGS.items()
        )
    )


def tell_owner(*, account: Account, event: SecurityEvent, values: Mapping[str, object], now: datetime) -> None:
    """Write to the person whose account it is; an account without a person has no inbox."""
    if account.person:
        party = Party.person(account.person)
        notify(party=party, template=f"identity/{event.value}", values=dict(values), now=now, link=_SETTINGS)
