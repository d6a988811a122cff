"""The forms of an official's case page: those that the case's state allows."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from madang.framework.cases import clock, procedures
from madang.framework.cases.domain.states import Happened, State, may_follow
from madang.framework.cases.models import Case
from madang.framework.cases.usecases.extend_deadline import may_be_extended, most_days
from madang.framework.cases.web.forms import (
    ActForm,
    DecideForm,
    ExtendForm,
    ObjectionAnswerForm,
    SupplementForm,
    TransferForm,
)
from madang.framework.identity.actor import Actor
from madang.framework.identity.models import DutyAssignment


def forms_for(
    case: Case, *, actor: Actor, now: datetime, typed: str = "", data: QueryDict | None = None
) -> dict[str, ActForm]:
    """The forms by their act; the one named `typed` is bound to `data`."""
    state = State(case.state)
    made: dict[str, ActForm] = {}
    for act, event in _ACTS.items():
        if act == "extend" and act != typed and not may_be_extended(case=case, now=now):
            continue
        if may_follow(state=state, event=event) or act == typed:
            made[act] = _form(act, case=case, now=now, data=data if act == typed else None)
    return made


_ACTS = {
    "take": Happened.TAKEN,
    "decide": Happened.DECIDED,
    "supplement": Happened.SUPPLEMENT_REQUESTED,
    "transfer": Happened.TRANSFERRED,
    "objection": Happened.OBJECTION_ANSWERED,
    "extend": Happened.EXTENDED,
}


def _form(act: str, *, case: Case, now: datetime, data: QueryDict | None) -> ActForm:
    values: dict[str, Any] = {"data": data, "prefix": act, "use_required_attribute": False}
    values["initial"] = {"version": case.version}
    if act == "decide":
        return DecideForm(**values)
    if act == "objection":
        return ObjectionAnswerForm(**values)
    if act == "transfer":
        return TransferForm(**values, offices=_offices(case))
    if act == "supplement":
        procedure = procedures.get(case.procedure)
        values["initial"]["answer_by"] = clock.last_day(procedure=procedure, of="supplement_days", start=now)
        return SupplementForm(**values)
    if act == "extend":
        return ExtendForm(**values, most=max(most_days(case=case, now=now), 1))
    return ActForm(**values)


def _offices(case: Case) -> list[tuple[str, str]]:
    """The other offices at which somebody today has the duty that decides this."""
    language = get_language() or ""
    duty = procedures.get(case.procedure).decided_by
    held = DutyAssignment.objects.filter(duty=duty, assigned_until=None).select_related("office")
    offices = {one.office_id: one.office.name_in(language) for one in held if one.office_id != case.office_code}
    return sorted(offices.items(), key=lambda pair: pair[1])
