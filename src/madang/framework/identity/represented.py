"""The parties that are no persons and for which somebody may sign: the businesses that the register says they represent."""

from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.framework.identity.models import Mandate
from madang.framework.identity.representation import may_bind
from madang.framework.identity.who import local_day, valid_on
from madang.framework.values import Party, PartyKind


def represented(*, actor: Actor, now: datetime) -> dict[Party, str]:
    """Each party with its name, for the actor in person."""
    if actor.person is None or actor.acting_for is not None:
        return {}
    held = Mandate.objects.filter(
        valid_on(local_day(now)), holder_kind=PartyKind.PERSON, holder_key=actor.person
    ).exclude(grantor_kind=PartyKind.PERSON)
    names = {one.grantor: one.grantor_name for one in held.order_by("grantor_name", "pk")}
    return {party: name for party, name in names.items() if may_bind(actor=actor, party=party)}
