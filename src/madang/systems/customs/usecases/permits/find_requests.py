"""Who finds which requests and licences; an officer's look at a trader's request is seen by the trader."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.systems.customs.models import PermitLicence, PermitRequest
from madang.systems.customs.usecases.look import look_at
from madang.systems.customs.usecases.own import own_rows
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
    return own_rows(rows=PermitLicence.objects.order_by("-valid_until", "-pk"), actor=actor)


def find_request(*, number: str, actor: Actor, now: datetime) -> PermitRequest:
    """The request of the officer's office; the look is written down. Raises NoSuchRequest."""
    found = PermitRequest.objects.filter(number=number[:40]).first() if number.isprintable() else None
    if found is None or not may(actor, "customs.permit", found.office_code):
        raise NoSuchRequest
    purpose, target = _(PURPOSE).format(number=found.number), f"request:{found.number}"
    look_at(subject=found.party, what="customs.permit", target=target, purpose=purpose, actor=actor, now=now)
    return found


def _offices(actor: Actor) -> set[str]:
    offices = {*actor.offices(PERMITS)}
    if not offices:
        raise Forbidden
    return offices
