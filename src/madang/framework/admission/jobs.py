"""What the queues do by themselves."""

from datetime import timedelta

from madang.framework.admission.domain import Mode
from madang.framework.admission.models import Door
from madang.framework.admission.usecases.call_turns import call_turns
from madang.framework.admission.usecases.forget_tickets import forget_tickets
from madang.framework.jobs import every
from madang.framework.values import clock


@every("* * * * *")
def call_turns_each_minute() -> None:
    """Where nobody asks, lots are drawn and turns are called all the same."""
    for code in Door.objects.filter(mode=Mode.QUEUE.value).values_list("code", flat=True):
        call_turns(door=code, now=clock.now())


@every("20 3 * * *")
def forget_old_tickets() -> None:
    """Each night."""
    now = clock.now()
    forget_tickets(drawn_before=now - timedelta(days=30), paced_before=now - timedelta(days=1))
