"""The one place that reads the clock. Doors call it once and pass `now` on."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(tz=UTC)
