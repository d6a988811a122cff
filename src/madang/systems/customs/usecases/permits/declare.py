"""What this room makes known at start-up."""

from django.utils.translation import gettext_lazy as _

from madang.contracts.customs_v1 import PermitStage
from madang.framework.cases import procedures
from madang.framework.cases.domain.states import Happened
from madang.framework.cases.models import Case, CaseEvent
from madang.framework.cases.progress import on_progress
from madang.framework.identity.actor import system_actor
from madang.framework.notify import catalogue
from madang.framework.notify.catalogue import Template
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.permits import procedures as permits
from madang.systems.customs.usecases.permits.work_on_request import follow_case

_STAGES = {
    Happened.TAKEN.value: PermitStage.TAKEN_UP,
    Happened.SUPPLEMENT_REQUESTED.value: PermitStage.SUPPLEMENT,
    Happened.SUPPLEMENT_ANSWERED.value: PermitStage.TAKEN_UP,
}


def declare() -> None:
    """Procedures and messages; what happens on the cases' own pages is told to customs."""
    for one in permits.procedures():
        procedures.register(one)
    on_progress(_follow)
    catalogue.register(
        Template(
            "customs/permit_partly",
            _("Declaration {number}: an agency accepts a part"),
            _(
                "Of item {item} of declaration {number}, {accepted} is accepted. Amend the declaration to that; "
                "it then goes on."
            ),
        )
    )


def _follow(case: Case, event: CaseEvent) -> None:
    stage = _STAGES.get(event.kind)
    if stage is not None and case.procedure.startswith(f"{permits.CODE}."):
        follow_case(case=case, stage=stage, says=event.text, actor=system_actor(SYSTEM), now=event.at)
