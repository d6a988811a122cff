"""Who finds which drawback; an official's look is seen by the trader."""

from datetime import datetime

from django.db.models import Q, QuerySet

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.systems.customs.domain.material_certificate import CertificateState
from madang.systems.customs.models import CustomsDeclaration, Drawback, MaterialCertificate
from madang.systems.customs.usecases.declarations.find_declaration import declarations_of, find_filed
from madang.systems.customs.usecases.drawback.refusals import NoSuchCertificate, NoSuchDrawback
from madang.systems.customs.usecases.own import own_rows


def drawbacks_of(*, actor: Actor) -> QuerySet[Drawback]:
    """Those of the party for whom somebody acts, the newest first."""
    rows = Drawback.objects.select_related("declaration").order_by("-filed_at", "-pk")
    return own_rows(rows=rows, actor=actor)


def exports_of(*, actor: Actor) -> QuerySet[CustomsDeclaration]:
    """Exports that were loaded and for which nothing was claimed yet."""
    rows = declarations_of(actor=actor).filter(direction="export", state="released", loading__isnull=False)
    return rows.exclude(drawbacks__state__in=("filed", "granted"))


def find_drawback(*, number: str, actor: Actor, now: datetime) -> Drawback:
    """The drawback, if its export is the actor's or the actor's office's. Raises NoSuchDrawback."""
    return find_filed(rows=Drawback.objects.all(), number=number, missing=NoSuchDrawback, actor=actor, now=now)


def certificates_of(*, actor: Actor) -> QuerySet[MaterialCertificate]:
    """Those that the party asked for, and those that were issued to it, the newest first."""
    party = actor.party
    if party is None or not may(actor, "customs.declare", str(party)):
        return MaterialCertificate.objects.none()
    sold = Q(party_kind=party.kind.value, party_key=party.key)
    bought = Q(buyer_kind=party.kind.value, buyer_key=party.key, state=CertificateState.ISSUED.value)
    return MaterialCertificate.objects.filter(sold | bought).order_by("-filed_at", "-pk")


def find_certificate(*, number: str, actor: Actor) -> MaterialCertificate:
    """One of them. Raises NoSuchCertificate."""
    found = certificates_of(actor=actor).filter(number=number[:40]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchCertificate
    return found
