"""Take a case in hand."""

from datetime import datetime

from django.db import transaction

from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_handler
from madang.framework.identity.actor import Actor


def take(*, case: Case, actor: Actor, now: datetime, version: int | None = None) -> Case:
    """The official takes the case in hand, also out of a colleague's. Raises NotYourOffice, NotNow, CaseMovedOn."""
    require_handler(actor=actor, case=case)
    with transaction.atomic():
        case = locked(case=case, version=version, event=Happened.TAKEN)
        require_handler(actor=actor, case=case)
        case.taken_by, case.taken_by_name = actor.account_id, actor.name
        if case.state == State.FILED:
            case.state = State.IN_REVIEW.value
        happen(case=case, kind=Happened.TAKEN, actor=actor, now=now)
    return case
