"""Models of cases."""

from madang.framework.cases.models.case import Case
from madang.framework.cases.models.decision import Decision
from madang.framework.cases.models.event import CaseEvent
from madang.framework.cases.models.objection import Objection
from madang.framework.cases.models.supplement import Supplement

__all__ = ["Case", "CaseEvent", "Decision", "Objection", "Supplement"]
