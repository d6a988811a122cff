"""Both parties of a mandate see each use of it."""

from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Mandate, MandateUse
from madang.systems.civil.models import Application
from madang.systems.civil.usecases.permissions import APPLY


def note_mandate_use(*, application: Application, actor: Actor, now: datetime) -> None:
    """Note that the actor's mandate, if they act under one, was used for this application. In the act's transaction."""
    if actor.acting_for is None:
        return
    mandate = Mandate.objects.filter(key=actor.acting_for.mandate_id).first()
    if mandate is not None:
        MandateUse.objects.create(
            mandate=mandate,
            used_at=now,
            account_id=actor.account_id,
            action=f"{APPLY}:{application.service}",
            target=application.number,
        )
