"""A declarant asks for a review of a notice, or appeals against an assessment or a refused claim."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.law.days import next_working_day
from madang.framework.notify import notify
from madang.framework.ui import written
from madang.framework.values import Fault
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.domain.appeal import AppealKind, AppealState, Earlier, Why, appeal_until, fits, why_not
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState
from madang.systems.customs.models import Appeal, Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.law import appeal_law
from madang.systems.customs.usecases.corrections.refusals import AppealRefused
from madang.systems.customs.usecases.declarations.advance_declaration import locked
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.declarations.offices import office_above
from madang.systems.customs.usecases.declarations.open_case_of import open_case_of
from madang.systems.customs.usecases.permissions import REVIEWER

SAYS = {
    Why.NOTHING: _("There is nothing here against which this can be filed."),
    Why.LATE: _("The last day was {until}. A court may still be asked."),
    Why.AGAIN: _("You did this before; its case is among your cases."),
    Why.OTHER: _("You asked the head of customs already; an objection comes before that."),
    Why.WAITS: _("Your objection is not decided yet. Wait for it."),
    Why.MOVED_ON: _("The declaration was corrected again since. Appeal against what stands now."),
}


def procedure_of(*, kind: AppealKind) -> str:
    """The code of its cases."""
    return f"customs.{kind.value}"


@transaction.atomic
def file_appeal(*, number: str, kind: AppealKind, reasons: str, actor: Actor, now: datetime) -> Appeal:
    """File it; another official than who assessed decides. What is to be paid stays payable meanwhile (Customs Act of Korea
    art. 125). Raises Forbidden, AppealRefused with every fault."""
    against = Correction.objects.select_related("declaration").get(number=number)
    require(actor, "customs.declare", str(against.declaration.party))
    one = locked(number=against.declaration.number)
    against = Correction.objects.select_for_update().get(pk=against.pk)
    _require_fit(one, against, kind, reasons, timezone.localdate(now))
    made = Appeal.objects.create(
        number=f"P{now:%Y}-{random_symbols(count=8)}",
        correction=against,
        kind=kind.value,
        state=AppealState.FILED.value,
        reasons=reasons.strip()[:4000],
        filed_at=now,
        filed_by=officer(actor),
    )
    office = one.office_code
    if kind is AppealKind.EXAMINATION:
        office = office_above(code=office, duty=REVIEWER)
    case = open_case_of(
        one=one,
        procedure=procedure_of(kind=kind),
        data={"appeal": made.number},
        application=f"appeal:{made.number}",
        actor=actor,
        now=now,
        office=office,
    )
    made.case = case.number
    made.save(update_fields=["case"])
    detail = {"appeal": made.number, "kind": made.kind, "correction": against.number, "case": case.number}
    happened(to=one, kind="appealed", actor=actor, now=now, text=made.reasons, detail=detail)
    values = {"number": made.number, "correction": against.number, "day": case.due_on}
    notify(party=one.party, template="customs/appealed", values=values, link=against.link, now=now)
    return made


def until(*, against: Correction, kind: AppealKind, on: date) -> date | None:
    """The last day for it, never a day off (in Korea Customs Act art. 8 (3)); nothing where nothing was decided."""
    if kind is AppealKind.REVIEW:
        return against.ask_until
    if against.decided_at is None:
        return None
    told_on = timezone.localdate(against.decided_at)
    objection = _earlier(against).get(AppealKind.OBJECTION)
    return next_working_day(appeal_until(told_on=told_on, objection=objection, law=appeal_law(on=on)))


def cannot(*, one: CustomsDeclaration, against: Correction, kind: AppealKind, on: date) -> Why | None:
    """Why it may not be filed that day; nothing where it may."""
    last = until(against=against, kind=kind, on=on)
    state = CorrectionState(against.state)
    if last is None or not fits(kind=kind, against=CorrectionKind(against.kind), state=state):
        return Why.NOTHING
    if one.version != against.version + (1 if state is CorrectionState.DONE else 0):
        return Why.MOVED_ON
    return why_not(kind=kind, on=on, until=last, earlier=_earlier(against), law=appeal_law(on=on))


def _earlier(against: Correction) -> dict[AppealKind, Earlier]:
    return {
        AppealKind(row.kind): Earlier(
            state=AppealState(row.state),
            filed_on=timezone.localdate(row.filed_at),
            decided_on=timezone.localdate(row.decided_at) if row.decided_at else None,
        )
        for row in against.appeals.all()
    }


def _require_fit(one: CustomsDeclaration, against: Correction, kind: AppealKind, reasons: str, on: date) -> None:
    faults = []
    why = cannot(one=one, against=against, kind=kind, on=on)
    if why is not None:
        last = until(against=against, kind=kind, on=on)
        says = str(SAYS[why]).format(until=written.day(last) if last else "")
        faults.append(Fault("kind", says, f"customs.appeal.{why.value}"))
    if not reasons.strip():
        faults.append(Fault("reasons", str(_("Say what is wrong with it.")), "customs.appeal.no_reasons"))
    if faults:
        raise AppealRefused(faults=tuple(faults), why=" ".join(fault.says for fault in faults))
