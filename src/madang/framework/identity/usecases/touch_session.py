"""Note that a session is in use."""

from datetime import datetime, timedelta

from madang.framework.identity.models import Session

_EVERY = timedelta(minutes=1)


def touch_session(*, session: Session, now: datetime) -> None:
    """Move `last_seen_at`; once a minute is enough, so that reading pages seldom writes."""
    if now - session.last_seen_at >= _EVERY:
        Session.objects.filter(pk=session.pk, ended_at=None).update(last_seen_at=now)
