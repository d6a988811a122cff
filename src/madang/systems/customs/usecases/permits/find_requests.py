"""Who finds which requests and licences; an officer's look at a trader's request is seen by the trader."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.systems.customs.models import PermitLicence, PermitRequest
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.permissions import PERMITS
from madang.systems.customs.usecases.permits.refusals import NoSuchRequest

PURPOSE = declare(gettext_noop("Opening the request for a permit {number}"))


def requests_at(*, actor: Actor) -> QuerySet[PermitRequest]:
    """What the officer's offices were asked, the newest first. Raises Forbidden."""
    return PermitRequest.objects.filter(office_code__in=_offices(actor)).order_by("-asked_at", "-pk")


def licences_at(*, actor: Actor) -> QuerySet[PermitLicence]:
    """What the officer's offices gave, the longest first. Raises Forbidden."""
    return PermitLicence.objects.filter(office_code__in=_offices(actor)).order_by("-valid_until", "-pk")


def licences_of(*, actor: Actor) -> QuerySet[PermitLicence]:
    """What the party holds for whom somebody acts."""
    party = actor.party
    if party is None or not may(actor, "customs.declare", str(party)):
        return PermitLicence.objects.none()
    rows = PermitLicence.objects.filter(party_kind=party.kind.value, party_key=party.key)
    return rows.order_by("-valid_until", "-pk")


def find_request(*, number: str, actor: Actor, now: datetime) -> PermitRequest:
    """The request of the officer's office; the look is written down. Raises NoSuchRequest."""
    found = PermitRequest.objects.filter(number=number[:40]).first() if number.isprintable() else None
    if found is None or not may(actor, "customs.permit", found.office_code):
        raise NoSuchRequest
    with transaction.atomic():
        audit.record(actor=actor, action="customs.look", target=f"request:{found.number}", detail={}, now=now)
        purpose = _(PURPOSE).format(number=found.number)
        look = audit.Look(system=SYSTEM, subject=found.party, what="customs.permit", purpose=purpose)
        audit.looked(actor=actor, look=look, now=now)
    return found


def _offices(actor: Actor) -> set[str]:
    offices = {*actor.offices(PERMITS)}
    if not offices:
        raise Forbidden
    return offices
