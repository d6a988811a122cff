"""A fallback of the demonstration: of last night, declared and ended by two officers."""

from datetime import datetime, timedelta

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.systems.customs.models import Fallback
from madang.systems.customs.usecases.continuity.fallbacks import (
    decide_end,
    decide_fallback,
    propose_end,
    propose_fallback,
)
from madang.systems.customs.usecases.declarations.offices import customs_offices
from madang.systems.customs.usecases.permissions import OFFICER

REASON = "정전으로 통관 서비스가 멈췄습니다. / A power cut stopped the customs service."


def load_continuity_demo(*, now: datetime) -> int:
    """Load it once; how many there are then."""
    office = next((str(row["code"]) for row in customs_offices()), "")
    if not office or Fallback.objects.exists():
        return Fallback.objects.count()
    first, second = (
        Actor(kind=ActorKind.OFFICIAL, name=name, duties=(Duty(office, office, OFFICER),))
        for name in ("최세관", "한통관")
    )
    began, ended = now - timedelta(hours=26), now - timedelta(hours=25)
    made = propose_fallback(office=office, reason=REASON, began_at=began, actor=first, now=now)
    decide_fallback(number=made.number, declare=True, actor=second, now=now)
    propose_end(number=made.number, ended_at=ended, actor=first, now=now)
    decide_end(number=made.number, end=True, actor=second, now=now)
    return Fallback.objects.count()
