"""Make the register's procedures and documents known to the framework."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Panel, Procedure
from madang.framework.documents import DocumentKind, register
from madang.framework.law import citation, pack
from madang.framework.values import Party
from madang.systems.businesses.usecases.decide_application import decide_application
from madang.systems.businesses.usecases.describe_case import facts_of, person_panel
from madang.systems.businesses.usecases.entering import today_of
from madang.systems.businesses.usecases.issue_certificate import CARD
from madang.systems.businesses.usecases.matters import MATTERS
from madang.systems.businesses.usecases.offices import office_for
from madang.systems.businesses.usecases.permissions import REGISTRAR
from madang.systems.businesses.usecases.titles import ServiceTitle

KINDS = {
    "businesses.registration_certificate": _("Certificate of business registration"),
    "businesses.suspension_certificate": _("Certificate of suspension of business"),
    "businesses.closure_certificate": _("Certificate of closure of business"),
    "businesses.facts_certificate": _("Certificate of businesses held"),
    CARD: _("Business registration"),
}


def register_procedures() -> None:
    """One procedure for each matter, with the country's days."""
    for matter in MATTERS.values():
        name = matter.code.partition(".")[2]
        procedures.register(
            Procedure(
                code=matter.code,
                title=ServiceTitle(code=matter.code, otherwise=matter.title),
                decided_by=REGISTRAR,
                days=f"businesses.deadlines.{name}",
                objection_days="businesses.deadlines.objection",
                objection_decided_in="businesses.deadlines.objection_decision",
                supplement_days="businesses.deadlines.supplement",
                extension_periods="businesses.deadlines.extension_periods",
                on_decision=decide_application,
                describe=facts_of,
                legal_text=_law_of,
                panels=(Panel(code="person", title=_("Representative"), provide=person_panel),),
            )
        )


def _law_of(case: Case) -> str:
    """The article that the term of the matter comes from."""
    return citation(f"businesses.deadlines.{case.procedure.partition('.')[2]}", on=today_of(case.filed_at))


def register_documents() -> None:
    """One document kind for each certificate."""
    for code, title in KINDS.items():
        register(
            DocumentKind(
                code=code,
                title=ServiceTitle(code=code, otherwise=title),
                template="businesses/certificate.typ",
                office=_office,
                valid_days=None if code == CARD else "businesses.validity.certificate",
                certifies=_("We certify that this agrees with the business register."),
                readers=(REGISTRAR,),
            )
        )


def _office(party: Party, content: Mapping[str, Any]) -> str:
    first = pack().divisions[0].code if pack().divisions else ""
    return str(content.get("office") or office_for(division=first))
