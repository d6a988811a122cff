"""An official ends a guardianship that the court ended (in Korea Civil Act arts. 11, 14, 940)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.framework import audit
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Mandate
from madang.framework.identity.usecases.answer_mandate import end_mandate
from madang.framework.values import Fault
from madang.systems.mandates.domain.kinds import Kind
from madang.systems.mandates.usecases.name import GUARDIANSHIP, SYSTEM
from madang.systems.mandates.usecases.record_guardianship import DECISION, GuardianshipRefused


@transaction.atomic
def end_guardianship(*, key: str, decision: str, actor: Actor, now: datetime) -> Mandate:
    """The guardian acts for the ward no longer, from this moment on. Raises Forbidden, NoSuchMandate, GuardianshipRefused."""
    require(actor, "mandates.record_guardianship")
    because = decision.strip()
    if not DECISION.fullmatch(because):
        says = _("Write the number of the court's decision.")
        raise GuardianshipRefused(faults=(Fault("decision", says, "mandates.guardianship.decision"),))
    office = next((duty.office_name for duty in actor.duties if duty.code == GUARDIANSHIP), actor.name)
    ended = end_mandate(
        key=key, kind=Kind.GUARDIAN, because=because, name=f"{office}, {because}", actor=system_actor(SYSTEM), now=now
    )
    detail = {"decision": because}
    target = f"mandate:{key}"
    audit.record(actor=actor, action="mandates.end_guardianship", target=target, detail=detail, now=now)
    return ended
