"""What a decision on a case of the business register does."""

from datetime import datetime

from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.identity.actor import Actor
from madang.systems.businesses.usecases.matters import MATTERS


def decide_application(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """Granted, the register is changed as applied for, in the decision's transaction. Raises EntryRefused."""
    if decision.outcome == Outcome.GRANTED:
        MATTERS[case.procedure].grant(case, actor, now)
