"""Whether the device that signed a bid may, and how surely it is known whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from madang.framework.values import Refusal
from madang.systems.procurement.domain.devices import Device, Signer, Unfit, judge, outdated
from madang.systems.procurement.formats.sealed_bid import SealedBid
from madang.systems.procurement.models import BidderKey
from madang.systems.procurement.usecases.bidding import refusals
from madang.systems.procurement.usecases.bidding.certify_keys import ask_at_the_door, fresh
from madang.systems.procurement.usecases.bidding.standing_words import reason_title

# What the door reads of a device, in the order in which the model names its fields.
COLUMNS = (
    *("id", "waits", "fingerprint", "certified_from", "certified_until"),
    *("standing", "standing_reason", "standing_at", "ended_at"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """By which device a bid was signed, and what the receipt says of it."""

    device: int
    told: dict[str, str]


def judge_device(*, sealed: SealedBid, row: Sequence[Any], now: datetime) -> Signed:
    """The device that signed, fit to. Asks the trust services only where their last word is too old; silence stops no bid.

    Raises BidderUnknown, DeviceEnded, DeviceUncertified, CertificateOther, CertificateExpired, CertificateRevoked.
    """
    if row[0] is None:
        raise refusals.BidderUnknown
    key = BidderKey.from_db(None, COLUMNS, row)
    if sealed.certificate and sealed.certificate != key.fingerprint:
        raise refusals.CertificateOther
    allowed = fresh(now=now)
    if outdated(device=_known(key), now=now, fresh=allowed):
        ask_at_the_door(key=key, now=now)
    found = judge(device=_known(key), now=now, fresh=allowed)
    if isinstance(found, Unfit):
        raise _no(found, key)
    return Signed(device=key.pk, told=_told(found, key))


def _known(key: BidderKey) -> Device:
    return Device(
        ended=key.ended_at is not None,
        waits=bool(key.waits),
        certified_from=key.certified_from,
        certified_until=key.certified_until,
        said=key.standing,
        said_at=key.standing_at,
    )


def _told(found: Signer, key: BidderKey) -> dict[str, str]:
    if found is Signer.KEY_ALONE or key.standing_at is None:
        return {"assurance": found.value}
    at = key.standing_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"assurance": found.value, "certificate": key.fingerprint, "standing_at": at}


def _no(found: Unfit, key: BidderKey) -> Refusal:
    if found in (Unfit.REVOKED, Unfit.SUSPENDED):
        return refusals.CertificateRevoked(reason=reason_title(status=found, reason=key.standing_reason))
    made: dict[Unfit, type[Refusal]] = {
        Unfit.ENDED: refusals.DeviceEnded,
        Unfit.EXPIRED: refusals.CertificateExpired,
        Unfit.NOT_ASKED: refusals.DeviceUncertified,
    }
    return made[found]()
