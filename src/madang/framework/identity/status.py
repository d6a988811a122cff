"""Where the standing of a passkey's owner or means is asked, if anywhere: a source registers, sign-in asks it.

`signatures` or a mobile identity may register one; without a source nothing is asked and the level holds.
"""

import logging
from datetime import datetime
from typing import Protocol

from madang.framework.identity.domain import Assured, Ground, Known, Standing, assured
from madang.framework.identity.models import KnownStanding, Passkey

_LOG = logging.getLogger("madang.identity.status")


class StatusUnavailable(Exception):
    """The source does not answer."""


class StatusSource(Protocol):
    """Says how a means stands. Answers within seconds or raises StatusUnavailable."""

    def standing(self, *, passkey: Passkey, now: datetime) -> Known:
        """How this passkey's means stands."""
        ...


_sources: list[StatusSource] = []


def use_status_source(source: StatusSource | None) -> None:
    """Ask this source from now on; None asks nobody."""
    _sources[:] = [source] if source is not None else []


def standing_now(*, passkey: Passkey, now: datetime) -> Known | None:
    """What the source says at this moment; None while it does not answer."""
    try:
        return _sources[0].standing(passkey=passkey, now=now)
    except (StatusUnavailable, OSError) as error:
        _LOG.warning("the status source does not answer", extra={"error": type(error).__name__})
        return None


def last_standing(*, passkey: Passkey) -> Known | None:
    """What was heard last."""
    kept = KnownStanding.objects.filter(passkey=passkey).first()
    if kept is None:
        return None
    return Known(standing=Standing(kept.standing), heard_at=kept.heard_at, valid_until=kept.valid_until)


def check_standing(*, passkey: Passkey, claimed: int, now: datetime) -> tuple[Assured, Known | None]:
    """The level that holds, and the fresh answer to keep."""
    if not _sources:
        return Assured(level=claimed, ground=Ground.FRESH), None
    fresh = standing_now(passkey=passkey, now=now)
    return assured(claimed=claimed, fresh=fresh, cached=last_standing(passkey=passkey), now=now), fresh
