"""What runs on a schedule: parts of the allotment plan are let go when their quarter or month begins."""

from madang.framework.jobs import every
from madang.framework.values import clock
from madang.systems.treasury.usecases.plan_allotment import release_due


@every("5 15,0 * * *")
def release_allotments() -> None:
    """Twice a day, so that it happens early on the first day in every time zone."""
    release_due(now=clock.now())
