"""What storage does on a schedule."""

from madang.framework.jobs import every
from madang.framework.storage.storing import sweep
from madang.framework.values import clock


@every("40 2 * * *")
def sweep_storage() -> None:
    """Nightly: files that were released a month ago and that nobody needs go."""
    sweep(now=clock.now())
