"""What runs on a schedule: answers are forgotten minute by minute."""

from madang.framework.jobs import every
from madang.framework.values import clock
from madang.systems.mobile_id.usecases.forget_old import forget_old


@every("* * * * *")
def forget_answers() -> None:
    """Verifiers' pages keep an answer for ten minutes."""
    forget_old(now=clock.now())
