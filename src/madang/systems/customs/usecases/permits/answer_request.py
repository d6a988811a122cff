"""An agency answers: accepts all, accepts a part and says what becomes of the rest, or refuses with reasons."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.contracts.customs_v1 import PermitRest
from madang.framework.audit import record
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case
from madang.framework.cases.usecases import decide
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Fault
from madang.systems.customs.models import PermitRequest
from madang.systems.customs.usecases.permits.refusals import AnswerUnfit, RequestClosed
from madang.systems.customs.usecases.permits.work_on_request import open_request


@transaction.atomic
def answer_request(
    *,
    number: str,
    outcome: Outcome,
    reasons: str,
    accepted: Decimal | None,
    rest: PermitRest | None,
    actor: Actor,
    now: datetime,
) -> PermitRequest:
    """Decide the request's case; `accepted` where it is less than all, then with what becomes of the `rest`. Raises Forbidden,
    RequestClosed, ExaminationOpen, AnswerUnfit with every fault, and what deciding a case raises."""
    one = open_request(number=number, actor=actor)
    faults = _faults(one, outcome, reasons, accepted, rest)
    if faults:
        raise AnswerUnfit(faults=tuple(faults))
    if accepted is not None and rest is not None:
        one.accepted, one.rest = accepted, rest.value
        one.save(update_fields=["accepted", "rest"])
    decide(case=Case.objects.get(number=one.case), outcome=outcome.value, reasons=reasons, actor=actor, now=now)
    one.refresh_from_db()
    return one


def _faults(
    one: PermitRequest, outcome: Outcome, reasons: str, accepted: Decimal | None, rest: PermitRest | None
) -> list[Fault]:
    faults = []
    whole = one.quantity
    if not reasons.strip():
        faults.append(Fault("reasons", _("Write the reasons; the trader reads them."), "customs.permit.reasons"))
    if accepted is None:
        if rest is not None:
            says = _("Say how much is accepted, where a rest remains.")
            faults.append(Fault("accepted", says, "customs.permit.accepted"))
        return faults
    if outcome is not Outcome.GRANTED or whole is None or not 0 < accepted < whole:
        says = _("A part is more than nothing and less than what was declared, and is accepted.")
        faults.append(Fault("accepted", says, "customs.permit.accepted"))
    if rest is None:
        faults.append(Fault("rest", _("Say what becomes of the rest."), "customs.permit.rest"))
    return faults


@transaction.atomic
def settle_rest(*, number: str, done_on: date, actor: Actor, now: datetime) -> PermitRequest:
    """The rest was destroyed or has left on that day. Raises Forbidden, RequestClosed, AnswerUnfit."""
    one = PermitRequest.objects.select_for_update().get(number=number)
    require(actor, "customs.permit", one.office_code)
    if not one.rest or one.rest_done_on is not None:
        raise RequestClosed(number=one.number)
    if done_on > timezone.localdate(now) or done_on < timezone.localdate(one.asked_at):
        says = _("Give a day between the request and today.")
        raise AnswerUnfit(faults=(Fault("done_on", says, "customs.permit.rest_day"),))
    one.rest_done_on = done_on
    one.save(update_fields=["rest_done_on"])
    detail = {"rest": one.rest, "on": str(done_on)}
    record(actor=actor, action="customs.permit_rest_settled", target=f"request:{one.number}", detail=detail, now=now)
    return one
