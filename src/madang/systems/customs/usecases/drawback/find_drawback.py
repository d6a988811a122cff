"""Who finds which drawback; an official's look is seen by the trader."""

from datetime import datetime

from django.db.models import QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.systems.customs.models import CustomsDeclaration, Drawback
from madang.systems.customs.usecases.declarations.find_declaration import declarations_of, find_filed
from madang.systems.customs.usecases.drawback.refusals import NoSuchDrawback


def drawbacks_of(*, actor: Actor) -> QuerySet[Drawback]:
    """Those of the party for whom somebody acts, the newest first."""
    party = actor.party
    if party is None or not may(actor, "customs.declare", str(party)):
        return Drawback.objects.none()
    rows = Drawback.objects.filter(party_kind=party.kind.value, party_key=party.key)
    return rows.select_related("declaration").order_by("-filed_at", "-pk")


def exports_of(*, actor: Actor) -> QuerySet[CustomsDeclaration]:
    """Released exports for which nothing was claimed yet."""
    rows = declarations_of(actor=actor).filter(direction="export", state="released")
    return rows.exclude(drawbacks__state__in=("filed", "granted"))


def find_drawback(*, number: str, actor: Actor, now: datetime) -> Drawback:
    """The drawback, if its export is the actor's or the actor's office's. Raises NoSuchDrawback."""
    return find_filed(rows=Drawback.objects.all(), number=number, missing=NoSuchDrawback, actor=actor, now=now)
