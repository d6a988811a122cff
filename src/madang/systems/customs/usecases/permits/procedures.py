"""Requests of the single window as cases: one procedure a kind of act, for each has a term of its own."""

from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from madang.contracts.customs_v1 import PermitAnswer, PermitDecided, PermitRest
from madang.exchange import announce
from madang.framework.cases.domain.states import Outcome
from madang.framework.cases.models import Case, Decision
from madang.framework.cases.procedures import Procedure
from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.requirements import PermitKind
from madang.systems.customs.models import PermitRequest
from madang.systems.customs.usecases.declarations.law import requirement_of
from madang.systems.customs.usecases.permissions import PERMITS
from madang.systems.customs.usecases.permits.refusals import ExaminationOpen
from madang.systems.customs.usecases.permits.words import in_language, said_of

CODE = "customs.permit"
TITLES = {
    PermitKind.FOOD: _("Permit of an agency: food"),
    PermitKind.PLANTS: _("Permit of an agency: plants"),
    PermitKind.ANIMALS: _("Permit of an agency: animals and their products"),
    PermitKind.MEDICINES: _("Permit of an agency: medicines and medical devices"),
    PermitKind.NARCOTICS: _("Permit of an agency: narcotics"),
    PermitKind.DUAL_USE: _("Permit of an agency: strategic items"),
    PermitKind.OTHER: _("Permit of an agency for declared goods"),
}


def procedure_code(*, kind: PermitKind) -> str:
    """The code of the procedure of a kind."""
    return f"{CODE}.{kind.value}"


def procedures() -> tuple[Procedure, ...]:
    """All of them; decided by the agency's officer, with an objection by the general law where the act gives none."""
    return tuple(
        Procedure(
            code=procedure_code(kind=kind),
            title=title,
            decided_by=PERMITS,
            days=f"customs.permits.{kind.value}_days",
            supplement_days="customs.declarations.supplement_days",
            extension_periods="customs.permits.extension_periods",
            objection_days="customs.permits.objection_days",
            objection_decided_in="customs.permits.objection_decided_in",
            describe=_facts,
            legal_text=_law,
            on_decision=_decide,
            may_withdraw=False,
        )
        for kind, title in TITLES.items()
    )


def _law(case: Case) -> str:
    one = PermitRequest.objects.get(number=case.data["request"])
    found = requirement_of(code=one.requirement)
    return found.cite if found else ""


def _facts(case: Case) -> list[tuple[object, object]]:
    one = PermitRequest.objects.get(number=case.data["request"])
    link = format_html('<a href="/customs/permits/requests/{}/">{}</a>', one.number, one.number)
    return [(pgettext_lazy("customs permit", "Request"), link), *facts_of(one=one)]


def facts_of(*, one: PermitRequest) -> list[tuple[object, object]]:
    """What the agency was told."""
    told = one.facts
    facts: list[tuple[object, object]] = [
        (_("Declaration"), f"{one.declaration} / {one.item}"),
        (pgettext_lazy("customs", "Trader"), told["trader"]),
        (pgettext_lazy("customs", "Commodity"), told["commodity"]),
        (pgettext_lazy("customs", "Goods"), told["description"]),
        (pgettext_lazy("customs", "Origin"), told["origin"]),
        (pgettext_lazy("customs", "Quantity"), f"{told['quantity'] or ''} {told['unit']}".strip()),
    ]
    if told.get("destination"):
        facts.append((pgettext_lazy("customs permit", "Destination"), told["destination"]))
    if told.get("place") or told.get("bill"):
        facts.append((_("Where the goods lie"), " · ".join(filter(None, (told.get("place"), told.get("bill"))))))
    facts += said_facts(one=one)
    papers = ", ".join(f"{row['type']} {row['number']}" for row in told.get("papers", ()))
    return [*facts, (_("Papers produced"), papers or told["document"] or pgettext_lazy("customs permit", "none"))]


def said_facts(*, one: PermitRequest) -> list[tuple[object, object]]:
    """What it asked and was told, by what is asked."""
    law = requirement_of(code=one.requirement)
    known: dict[str, Any] = {element.code: element for element in law.elements()} if law else {}
    rows = [(known.get(row["code"]), row) for row in one.facts.get("elements", ())]
    return [
        (in_language(element.titles), said_of(element=element, text=row["text"]))
        for element, row in rows
        if element is not None
    ]


def _decide(*, case: Case, decision: Decision, actor: Actor, now: datetime) -> None:
    """The answer goes back to customs; what the officer accepted of it was noted before. Raises ExaminationOpen."""
    one = PermitRequest.objects.select_for_update().get(number=case.data["request"])
    granted = decision.outcome == Outcome.GRANTED.value
    if not decision.on_objection:
        if one.ended_at is not None:
            return
        if one.examinations.filter(done_at=None).exists():
            raise ExaminationOpen(number=one.number)
    one.answer = (PermitAnswer.GRANTED if granted else PermitAnswer.REFUSED).value
    one.says, one.answered_at = decision.reasons[:1000], now
    one.save(update_fields=["answer", "says", "answered_at"])
    told = PermitDecided(
        declaration=one.declaration,
        item=one.item,
        requirement=one.requirement,
        answer=PermitAnswer(one.answer),
        says=one.says,
        accepted=one.accepted if granted else None,
        unit=one.facts["unit"],
        rest=PermitRest(one.rest) if granted and one.rest else None,
    )
    announce(told, now=now, subject=case.applicant)
