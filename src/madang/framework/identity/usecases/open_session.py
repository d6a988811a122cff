"""Open a session on a device for an account that has proved itself."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.models import Account, Device, Passkey, Session, SignInAttempt
from madang.framework.identity.security_events import SecurityEvent, happened
from madang.framework.identity.who import actor_of


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a try comes from: network address, the browser as people call it, the device cookie."""

    address: str
    label: str
    device_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session and the device cookie to keep."""

    session: Session
    account: Account
    device_token: str = field(repr=False)


def token_hash(*, token: str) -> bytes:
    """What is kept of a device cookie."""
    return hashlib.sha256(token.encode()).digest()


def known_device(*, account_id: int, token: str) -> Device | None:
    """The device, if this cookie once signed in to this account."""
    return Device.objects.filter(account_id=account_id, token_hash=token_hash(token=token)).first()


@transaction.atomic
def open_session(
    *,
    account: Account,
    visitor: Visitor,
    method: str,
    assurance: int,
    now: datetime,
    passkey: Passkey | None = None,
    means: str = "",
    ground: str = "",
) -> SignedIn:
    """A session of its own identity; the door then rotates the cookie."""
    device, token, new = _device(account, visitor, now)
    session = Session.objects.create(
        account=account,
        device=device,
        label=visitor.label,
        address=visitor.address,
        assurance=assurance,
        method=method,
        signed_in_at=now,
        proved_at=now,
        passkey=passkey,
        means=means,
        ground=ground,
        last_seen_at=now,
    )
    if new:
        happened(account=account, event=SecurityEvent.NEW_DEVICE, values={"device": visitor.label}, now=now)
    SignInAttempt.objects.create(
        account=account, at=now, address=visitor.address, label=visitor.label, outcome=SignInAttempt.GOOD, method=method
    )
    detail = {"method": method, "assurance": assurance} | ({"ground": ground} if ground else {})
    actor = actor_of(account=account, now=now)
    audit.record(actor=actor, action="identity.sign_in", target=f"account:{account.pk}", detail=detail, now=now)
    return SignedIn(session, account, token)


def _device(account: Account, visitor: Visitor, now: datetime) -> tuple[Device, str, bool]:
    """The device, its cookie, and whether its owner is told of it as a new one."""
    token = visitor.device_token
    device = known_device(account_id=account.pk, token=token) if token else None
    # Nobody is told of the first device of all: there is none to compare it with.
    new = device is None and Device.objects.filter(account=account).exists()
    if device is None:
        token = secrets.token_urlsafe(32)
        device = Device(account=account, token_hash=token_hash(token=token), label=visitor.label, first_seen_at=now)
    device.last_seen_at = now
    device.save()
    return device, token, new
