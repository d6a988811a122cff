"""The device that signs a bid: whether its certificate carries the bid, and how surely."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Signer(StrEnum):
    """How surely it is known who signed a bid. The receipt says it."""

    CERTIFIED = "certified"
    """By a certificate that stood good when the bid came."""
    EARLIER = "certified_earlier"
    """By a certificate that stood good when the trust services last answered; since then they are silent."""
    KEY_ALONE = "key_alone"
    """By a registered key whose certificate was asked for and is not here yet."""


class Unfit(StrEnum):
    """Why a device's signature carries no bid."""

    ENDED = "ended"
    NOT_ASKED = "not_asked"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What is known of a device. `waits`: a certificate was asked for and has not come. `said` is what the trust services last
    said of its certificate, at `said_at`."""

    ended: bool
    waits: bool
    certified_from: datetime | None
    certified_until: datetime | None
    said: str
    said_at: datetime | None


def outdated(*, device: Device, now: datetime, fresh: timedelta) -> bool:
    """Whether the trust services should be asked anew how the certificate stands. A word that is `fresh` old is too old."""
    if not _covers(device, now):
        return False
    return device.said_at is None or now - device.said_at >= fresh


def judge(*, device: Device, now: datetime, fresh: timedelta) -> Signer | Unfit:
    """What a bid of this device is worth now.

    A silence of the trust services lowers what is known and stops no bid; what they said against a certificate stops it. Before
    its first day a certificate says nothing, and the key stands alone.
    """
    if device.ended:
        return Unfit.ENDED
    if device.certified_until is None or device.certified_from is None:
        return Signer.KEY_ALONE if device.waits else Unfit.NOT_ASKED
    if device.said in (Unfit.REVOKED, Unfit.SUSPENDED):
        return Unfit(device.said)
    if now >= device.certified_until:
        return Signer.KEY_ALONE if device.waits else Unfit.EXPIRED
    if now < device.certified_from or device.said != "good":
        return Signer.KEY_ALONE
    return Signer.EARLIER if outdated(device=device, now=now, fresh=fresh) else Signer.CERTIFIED


def _covers(device: Device, now: datetime) -> bool:
    if device.certified_from is None or device.certified_until is None or device.ended:
        return False
    return device.certified_from <= now < device.certified_until
