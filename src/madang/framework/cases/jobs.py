"""What happens to cases by the calendar."""

from madang.framework.cases import clock as case_clock
from madang.framework.cases.domain.states import Happened
from madang.framework.cases.models import Case, CaseEvent, Decision
from madang.framework.cases.progress import on_progress
from madang.framework.cases.usecases.answer_supplement import lapse_supplement
from madang.framework.cases.usecases.close import close_settled
from madang.framework.cases.usecases.issue_decision import issue_decision
from madang.framework.cases.usecases.recording import NotNow
from madang.framework.identity.actor import system_actor
from madang.framework.jobs import every, job, later
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


@job(queue="documents", retry=8)
def issue_decision_paper(decision: int) -> None:
    """The decision on paper; tried again, for a day and more, while no timestamp is to be had."""
    made = Decision.objects.select_related("case").get(pk=decision)
    issue_decision(decision=made, actor=system_actor("cases.decision"), now=clock.now())


@on_progress
def note_decision(case: Case, event: CaseEvent) -> None:
    """What an official decided is put on paper after the transaction: no outage of the trust services holds it up."""
    made = Decision.objects.filter(case=case).order_by("id").last() if event.kind == Happened.DECIDED else None
    if made is not None and made.decided_by is not None:
        later(issue_decision_paper, decision=made.pk)
