"""Withdraw a case."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Happened, State
from madang.framework.cases.models import Case, Supplement
from madang.framework.cases.tell_applicant import tell_applicant
from madang.framework.cases.usecases.recording import happen, locked
from madang.framework.cases.usecases.rights import require_applicant
from madang.framework.identity.actor import Actor
from madang.framework.money.usecases.give_back import give_back
from madang.framework.values import Refusal


class CannotWithdraw(Refusal):
    """The law wants this report made; it cannot be taken back."""

    code = "cases.cannot_withdraw"
    says = _("The law requires this report, so it cannot be withdrawn. Ask the office to correct it instead.")


def withdraw(*, case: Case, actor: Actor, now: datetime, reason: str = "") -> Case:
    """The applicant takes an undecided application back; open charges for it end and paid ones are paid back.

    Raises CannotWithdraw, NotYourCase, NotNow.
    """
    require_applicant(actor=actor, case=case)
    procedure = procedures.get(case.procedure)
    if not procedure.may_withdraw:
        raise CannotWithdraw

    with transaction.atomic():
        case = locked(case=case, version=None, event=Happened.WITHDRAWN)
        Supplement.objects.filter(case=case, answered_at=None, lapsed_at=None).update(lapsed_at=now)
        case.state, case.closed_at, case.stopped_at = State.WITHDRAWN.value, now, None
        if procedure.refunds_on_withdrawal:
            for reference in filter(None, (case.number, case.application)):
                give_back(reference=reference, reason=str(_("The application was withdrawn.")), actor=actor, now=now)
        happen(case=case, kind=Happened.WITHDRAWN, actor=actor, now=now, text=reason.strip())
        tell_applicant(case=case, template="cases/withdrawn", now=now)
    return case
