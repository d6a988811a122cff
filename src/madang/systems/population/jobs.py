"""What the register does on a schedule."""

from madang.framework.jobs import every
from madang.framework.values import clock
from madang.systems.population.usecases.count_figures import count_figures


@every("30 18 * * *")
def count_register() -> None:
    """Counts the register anew each night (half past three in Seoul)."""
    count_figures(now=clock.now())
