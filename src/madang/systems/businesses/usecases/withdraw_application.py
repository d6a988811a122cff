"""Take back a case whose application was withdrawn at the counter."""

from datetime import datetime

from madang.framework.cases.models import Case
from madang.framework.cases.usecases.withdraw import withdraw
from madang.framework.identity.actor import system_actor
from madang.systems.businesses.usecases.name import SYSTEM

_OVER = ("decided", "closed", "withdrawn")


def withdraw_application(*, application: str, now: datetime) -> None:
    """The case of this application ends undecided; one that was decided meanwhile stays decided."""
    case = Case.objects.filter(application=application, procedure__startswith=f"{SYSTEM}.").first()
    if case is not None and case.state not in _OVER:
        withdraw(case=case, actor=system_actor(SYSTEM), now=now)
