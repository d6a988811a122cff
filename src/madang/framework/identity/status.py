"""Where the standing of a means of identification is asked, if anywhere: a source registers, sign-in asks it.

`mobile_id` registers one for its credentials. Of a kind without a source nothing is asked and the level holds.
"""

import logging
from datetime import datetime
from typing import Protocol

from madang.framework.identity.domain import Assured, Ground, Known, Standing, assured
from madang.framework.identity.models import KnownStanding

PASSKEY = "passkey"
_LOG = logging.getLogger("madang.identity.status")


class StatusUnavailable(Exception):
    """The source does not answer, or nothing that can be believed."""


class StatusSource(Protocol):
    """Says how a means stands. Answers within seconds or raises StatusUnavailable."""

    def standing(self, *, means: str, now: datetime) -> Known:
        """How this means stands; `heard_at` is when that was so, not when we asked."""
        ...


_sources: dict[str, StatusSource] = {}


def means_of(*, kind: str, key: object) -> str:
    """The name of a means: its kind, and what its source knows it by."""
    return f"{kind}:{key}"


def use_status_source(kind: str, source: StatusSource | None) -> None:
    """Ask this source of means of this kind from now on; None asks nobody."""
    if source is None:
        _sources.pop(kind, None)
    else:
        _sources[kind] = source


def last_standing(*, means: str) -> Known | None:
    """What was heard last."""
    kept = KnownStanding.objects.filter(means=means).first()
    if kept is None:
        return None
    return Known(standing=Standing(kept.standing), heard_at=kept.heard_at, valid_until=kept.valid_until)


def check_standing(*, means: str, claimed: int, now: datetime) -> tuple[Assured, Known | None]:
    """The level that holds, and the fresh answer to keep. Asks a service: call it outside a transaction."""
    source = _sources.get(means.partition(":")[0])
    if source is None:
        return Assured(level=claimed, ground=Ground.FRESH), None
    fresh = _asked(source, means, now)
    return assured(claimed=claimed, fresh=fresh, cached=last_standing(means=means), now=now), fresh


def _asked(source: StatusSource, means: str, now: datetime) -> Known | None:
    try:
        return source.standing(means=means, now=now)
    except (StatusUnavailable, OSError) as error:
        _LOG.warning("the status source does not answer", extra={"error": str(error)[:200] or type(error).__name__})
        return None


def keep_standing(*, means: str, fresh: Known | None) -> None:
    """Keep a fresh answer for the day when there is none. An older one never replaces a newer one."""
    if fresh is None:
        return
    values = {"standing": fresh.standing, "heard_at": fresh.heard_at, "valid_until": fresh.valid_until}
    kept, new = KnownStanding.objects.select_for_update().get_or_create(means=means, defaults=values)
    if not new and kept.heard_at <= fresh.heard_at:
        KnownStanding.objects.filter(pk=kept.pk).update(**values)
