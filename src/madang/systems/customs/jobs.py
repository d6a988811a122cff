"""What runs after a commit or on a schedule."""

from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every
from madang.framework.values import clock
from madang.systems.customs.usecases.cargo.tell_overdue import tell_overdue


@every("20 15 * * *")
def tell_overdue_cargo() -> None:
    """Soon after midnight in Korea: storage terms and movements under bond that ended the day before."""
    tell_overdue(actor=system_actor("customs.tell_overdue"), now=clock.now())
