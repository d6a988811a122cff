"""Close a decided case."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from madang.framework.cases import clock
from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.identity.actor import Actor


def close(*, case: Case, actor: Actor, now: datetime) -> Case:
    """File the decided case away. Raises NotNow."""
    with transaction.atomic():
        case = locked(case=case, version=None, event=Happened.CLOSED)
        case.state, case.closed_at = State.CLOSED.value, now
        happen(case=case, kind=Happened.CLOSED, actor=actor, now=now)
    return case


def close_settled(*, actor: Actor, now: datetime, limit: int = 1000) -> int:
    """Close the decided cases against which nobody can object any more. Returns how many."""
    over = Q(objection_until=None) | Q(objection_until__lt=clock.local_day(now))
    cases = Case.objects.filter(over, state=State.DECIDED.value).order_by("id")[:limit]
    for case in cases:
        close(case=case, actor=actor, now=now)
    return len(cases)
