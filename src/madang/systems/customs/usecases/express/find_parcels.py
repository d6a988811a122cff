"""Who sees which lists and parcels."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.framework.values import Party, PartyKind
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.express.refusals import NoSuchList, NoSuchParcel
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.own import own_rows
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER

PURPOSE = declare(gettext_noop("Looking at parcel {waybill}"))


def lists_of(*, actor: Actor) -> QuerySet[ExpressList]:
    """Those of the courier for whom somebody acts, the newest first."""
    return own_rows(rows=ExpressList.objects.order_by("-lodged_at", "-pk"), actor=actor)


def find_list(*, number: str, actor: Actor) -> ExpressList:
    """One of them. Raises NoSuchList."""
    found = lists_of(actor=actor).filter(number=number[:20]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchList
    return found


def parcels_of(*, actor: Actor) -> QuerySet[Parcel]:
    """Those of the person, the newest first; whoever acts for them under a mandate to declare sees them too."""
    party = actor.party
    if party is None or party.kind is not PartyKind.PERSON or not may(actor, "customs.declare", str(party)):
        return Parcel.objects.none()
    return Parcel.objects.filter(person=party.key).select_related("lodged").order_by("-pk")


def held_parcels(*, actor: Actor) -> QuerySet[Parcel]:
    """What waits for a look at the offices of an official, the oldest first. Raises Forbidden."""
    offices = {*actor.offices(OFFICER), *actor.offices(INSPECTOR)}
    if not offices:
        raise Forbidden
    return Parcel.objects.filter(state="held", lodged__office_code__in=offices).order_by("pk")


def look_at_parcel(*, waybill: str, actor: Actor, now: datetime) -> Parcel:
    """A parcel of the official's office; the consignee sees the look. Raises NoSuchParcel."""
    found = (
        Parcel.objects.select_related("lodged").filter(waybill=waybill[:35]).first() if waybill.isprintable() else None
    )
    if found is None or not may(actor, "customs.control", found.lodged.office_code):
        raise NoSuchParcel
    with transaction.atomic():
        audit.record(actor=actor, action="customs.look_at_parcel", target=f"parcel:{found.pk}", detail={}, now=now)
        purpose = _(PURPOSE).format(waybill=found.waybill)
        look = audit.Look(system=SYSTEM, subject=Party.person(found.person), what="customs.parcel", purpose=purpose)
        audit.looked(actor=actor, look=look, now=now)
    return found
