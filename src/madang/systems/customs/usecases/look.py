"""An official's look at somebody's data: written in the trail, and seen by whom they are of."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.values import Party
from madang.systems.customs.usecases.name import SYSTEM


def look_at(*, subject: Party, what: str, target: str, purpose: str, actor: Actor, now: datetime) -> None:
    """`target` is what the trail names, `what` the kind of data and `purpose` the sentence that the subject reads."""
    with transaction.atomic():
        audit.record(actor=actor, action="customs.look", target=target, detail={}, now=now)
        look = audit.Look(system=SYSTEM, subject=subject, what=what, purpose=purpose)
        audit.looked(actor=actor, look=look, now=now)
