"""What is of the party for whom somebody acts."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may

Row = TypeVar("Row", bound=Model)


def own_rows(*, rows: QuerySet[Row], actor: Actor) -> QuerySet[Row]:
    """Those of the party, where the actor may declare for it; none otherwise."""
    party = actor.party
    if party is None or not may(actor, "customs.declare", str(party)):
        return rows.none()
    return rows.filter(party_kind=party.kind.value, party_key=party.key)
