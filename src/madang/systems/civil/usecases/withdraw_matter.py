"""End the case of an application that its applicant took back."""

from datetime import datetime

from madang.framework.cases.domain.states import UNDECIDED
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.withdraw import withdraw
from madang.framework.identity.actor import system_actor


def withdraw_matter(*, application: str, now: datetime) -> None:
    """Withdraw the application's case, unless it is decided or withdrawn already. Runs in the listener's transaction."""
    case = Case.objects.filter(application=application, procedure__startswith="civil.").first()
    if case is not None and case.state in UNDECIDED:
        withdraw(case=case, actor=system_actor("civil"), now=now)
