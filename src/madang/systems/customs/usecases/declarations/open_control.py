"""The look at documents or goods before release: a case of the office, decided by an officer (yellow) or an inspector (red)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.customs.domain.progress import Control
from madang.systems.customs.domain.words import Lane
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.advance_declaration import advance, locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.open_case_of import open_case_of
from madang.systems.customs.usecases.declarations.select_lane import selected_as
from madang.systems.customs.usecases.declarations.words import DIRECTIONS
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER
from madang.systems.customs.usecases.selectivity.outcomes import record_outcome

DOCUMENTS = "customs.documents"
INSPECTION = "customs.inspection"


def open_control(*, one: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    """Open the case that the lane asks for. In the caller's transaction."""
    if one.control != Control.OPEN.value:
        return
    case = open_case_of(
        one=one,
        procedure=INSPECTION if one.lane == Lane.RED.value else DOCUMENTS,
        data={"declaration": one.number},
        application=f"control:{one.number}:{one.version}",
        actor=actor,
        now=now,
    )
    one.case = case.number
    one.save(update_fields=["case"])


def procedures() -> tuple[Procedure, ...]:
    """Both looks."""
    return (
        _look(DOCUMENTS, _("Examination of a declaration's documents"), OFFICER, "customs.declarations.documents_days"),
        _look(INSPECTION, _("Inspection of declared goods"), INSPECTOR, "customs.declarations.inspection_days"),
    )


def _look(code: str, title: object, decided_by: str, days: str) -> Procedure:
    return Procedure(
        code=code,
        title=title,
        decided_by=decided_by,
        days=days,
        supplement_days="customs.declarations.supplement_days",
        describe=_facts,
        on_decision=_decide,
        may_withdraw=False,
    )


def _facts(case: Case) -> list[tuple[object, object]]:
    one = CustomsDeclaration.objects.get(number=case.data["declaration"])
    return [
        (_("Declaration"), one.number),
        (pgettext_lazy("customs", "Direction"), DIRECTIONS[one.direction]),
        (pgettext_lazy("customs", "Trader"), one.party_name),
        (pgettext_lazy("customs", "Bill"), one.bill),
        (pgettext_lazy("customs", "Goods"), one.title),
        (_("Customs value"), written.money(Money(one.value_minor, one.currency))),
        (_("Duty and taxes"), written.money(one.payable)),
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """What was found: granted lets the declaration go on, refused ends it (arts. 230, 237, 250 (3))."""
    one = locked(number=case.data["declaration"])
    if one.case != case.number:
        return
    passed = decision.outcome == Outcome.GRANTED.value
    one.control = (Control.PASSED if passed else Control.FAILED).value
    one.save(update_fields=["control"])
    kind = "control_passed" if passed else "control_failed"
    happened(to=one, kind=kind, actor=actor, now=now, text=decision.reasons, detail={"case": case.number})
    record_outcome(number=selected_as(one=one), found=not passed, finding=decision.reasons, actor=actor, now=now)
    advance(one=one, actor=actor, now=now)
