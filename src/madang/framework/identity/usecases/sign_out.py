"""End sessions: this one, one on another device, all others."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Device, Session
from madang.framework.identity.security_events import sessions_ended
from madang.framework.identity.who import own_account
from madang.framework.values import Refusal

SIGNED_OUT = "signed_out"
REMOTE = "remote"
PASSWORD_CHANGED = "password"  # noqa: S105 (a reason)


class NoSuchSession(Refusal):
    """The session is not the actor's, or it ended already."""

    code = "identity.session.unknown"
    says = _("This sign-in has already ended. Nothing is left to sign out there.")
    status = 404


def _end(*, actor: Actor, sessions: list[Session], because: str, now: datetime) -> None:
    Session.objects.filter(pk__in=[one.pk for one in sessions]).update(ended_at=now, ended_because=because)
    sessions_ended(sessions=[one.pk for one in sessions], now=now)
    target = f"account:{actor.account_id}"
    detail = {"sessions": len(sessions), "because": because}
    audit.record(actor=actor, action="identity.sign_out", target=target, detail=detail, now=now)


@transaction.atomic
def sign_out(*, actor: Actor, now: datetime) -> None:
    """End the actor's own session; nothing happens where there is none."""
    live = list(Session.objects.select_for_update().filter(pk=actor.session_id or 0, ended_at=None))
    if live:
        _end(actor=actor, sessions=live, because=SIGNED_OUT, now=now)


@transaction.atomic
def end_session(*, session_id: int, actor: Actor, now: datetime) -> None:
    """Sign out one of the actor's own sessions from afar and forget its device. Raises NoSuchSession."""
    own = Session.objects.select_for_update().filter(pk=session_id, account_id=own_account(actor), ended_at=None)
    live = list(own)
    if not live:
        raise NoSuchSession
    _end(actor=actor, sessions=live, because=REMOTE, now=now)
    if live[0].device_id is not None:
        # A device signed out from afar may be lost: it is no longer known.
        Device.objects.filter(pk=live[0].device_id).delete()


@transaction.atomic
def end_other_sessions(*, actor: Actor, because: str, now: datetime) -> int:
    """Sign out every session of the account but this one, and forget their devices; how many."""
    account = own_account(actor)
    here = actor.session_id or 0
    live = list(Session.objects.select_for_update().filter(account_id=account, ended_at=None).exclude(pk=here))
    if live:
        _end(actor=actor, sessions=live, because=because, now=now)
    Device.objects.filter(account_id=account).exclude(sessions__pk=here).delete()
    return len(live)
