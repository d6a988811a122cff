"""What an office is asked to decide: procedures, cases, deadlines, decisions, objections.

    procedures.register(Procedure(code="population.move_in", ...))          # in a system's apps.ready
    case = open_case(procedure="population.move_in", applicant=..., ...)    # from madang.framework.cases.usecases
    decide(case=case, outcome="granted", reasons="...", actor=actor, now=now)

`procedures`, `progress` (`on_progress`) and `Procedure` may be imported at any time, `usecases`, `models` and `listing` when
Django is ready.
"""

from madang.framework.cases import procedures
from madang.framework.cases.procedures import Answer, Panel, Procedure
from madang.framework.cases.progress import on_progress

__all__ = ["Answer", "Panel", "Procedure", "on_progress", "procedures"]
