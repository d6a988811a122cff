"""What ui does on a schedule."""

from madang.framework.jobs import every
from madang.framework.ui.usecases.drafts import discard_stale_drafts
from madang.framework.values import clock


@every("41 3 * * *")
def forget_stale_drafts() -> None:
    """Nightly: drafts that nobody touched for thirty days go."""
    discard_stale_drafts(now=clock.now())
