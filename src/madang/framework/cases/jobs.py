"""What happens to cases by the calendar."""

from madang.framework.cases import clock as case_clock
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.answer_supplement import lapse_supplement
from madang.framework.cases.usecases.close import close_settled
from madang.framework.cases.usecases.recording import NotNow
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every
from madang.framework.values import clock

_AT_ONCE = 1000


@every("7 * * * *")
def lapse_supplements() -> None:
    """Each hour: supplements whose day went by without an answer; the office goes on with what it has."""
    now = clock.now()
    overdue = Case.objects.filter(
        supplements__answered_at=None,
        supplements__lapsed_at=None,
        supplements__answer_by__lt=case_clock.local_day(now),
        state="supplement_requested",
    )
    for case in overdue.order_by("id")[:_AT_ONCE]:
        try:
            lapse_supplement(case=case, actor=system_actor("cases.lapse"), now=now)
        except NotNow:
            # The applicant answered in this very moment.
            continue


@every("17 * * * *")
def close_cases() -> None:
    """Each hour: decided cases against which nobody can object any more."""
    close_settled(actor=system_actor("cases.close"), now=clock.now(), limit=_AT_ONCE)
