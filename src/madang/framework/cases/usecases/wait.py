"""A case that cannot go on until a neighbour answers."""

from datetime import datetime

from django.db import transaction

from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.answer_supplement import start_clock
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.identity.actor import Actor


def wait(*, case: Case, waits_for: str, actor: Actor, now: datetime) -> Case:
    """Show that the case waits, and for whom. The clock runs on: the state's own outage is not the applicant's loss."""
    with transaction.atomic():
        case = locked(case=case, version=None, event=Happened.WAITING)
        case.state, case.waits_for = State.WAITING.value, waits_for
        happen(case=case, kind=Happened.WAITING, actor=actor, now=now, text=waits_for)
    return case


def resume(*, case: Case, actor: Actor, now: datetime) -> Case:
    """What the case waited for has come."""
    with transaction.atomic():
        case = locked(case=case, version=None, event=Happened.RESUMED)
        start_clock(case=case, now=now)
        happen(case=case, kind=Happened.RESUMED, actor=actor, now=now)
    return case
