"""Make the procedure known to the framework."""

from django.utils.translation import gettext_lazy as _

from madang.framework.cases import procedures
from madang.framework.cases.models import Case
from madang.framework.cases.procedures import Procedure
from madang.framework.law import pack
from madang.systems.digital_identity.usecases.permissions import REGISTRAR
from madang.systems.digital_identity.usecases.register_party import (
    PROCEDURE,
    check_registration,
    decide_registration,
    describe_registration,
)

_DAYS = "digital_identity.deadlines.registration"


def _law_of(case: Case) -> str:
    return str(pack().data("digital_identity/articles")["registration"])


def register_procedure() -> None:
    """The registration of a relying party, with the country's days."""
    procedures.register(
        Procedure(
            code=PROCEDURE,
            title=_("Registration of a service for sign-in"),
            decided_by=REGISTRAR,
            days=_DAYS,
            objection_days="digital_identity.deadlines.objection",
            objection_decided_in="digital_identity.deadlines.objection_decision",
            on_decision=decide_registration,
            describe=describe_registration,
            legal_text=_law_of,
            checks=(check_registration,),
        )
    )
