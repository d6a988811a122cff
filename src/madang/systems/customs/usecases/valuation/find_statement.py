"""Who finds which valuation statements and doubts; an official's look is seen by the trader."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.framework.values import Party
from madang.systems.customs.models import ValueDoubt, ValueStatement
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.refusals import NoSuchDoubt, NoSuchStatement

OPENED = declare(gettext_noop("Opening valuation statement {number}"))


def statements_of(*, actor: Actor) -> QuerySet[ValueStatement]:
    """Those of the party for whom somebody acts, the newest first."""
    party = actor.party
    if party is None or not may(actor, "customs.declare", str(party)):
        return ValueStatement.objects.none()
    rows = ValueStatement.objects.filter(party_kind=party.kind.value, party_key=party.key)
    return rows.order_by("-made_at", "-pk")


def find_statement(*, number: str, actor: Actor, now: datetime) -> ValueStatement:
    """The statement, if it is the actor's, or the actor is an officer; an officer's look is written down. Raises
    NoSuchStatement."""
    found = ValueStatement.objects.filter(number=number[:20]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchStatement
    if actor.party is not None and may(actor, "customs.declare", str(found.party)):
        return found
    if not actor.has_duty(OFFICER):
        raise NoSuchStatement
    purpose = _(OPENED).format(number=found.number)
    look_at(party=found.party, target=f"value:{found.number}", purpose=purpose, actor=actor, now=now)
    return found


def doubts_at(*, actor: Actor) -> QuerySet[ValueDoubt]:
    """Those of the offices at which an officer holds the duty, what waits first. Raises Forbidden."""
    offices = actor.offices(OFFICER)
    if not offices:
        raise Forbidden
    rows = ValueDoubt.objects.filter(declaration__office_code__in=offices).select_related("declaration", "statement")
    return rows.order_by("-opened_at", "-pk")


def find_doubt(*, number: str, actor: Actor, now: datetime) -> ValueDoubt:
    """One of `doubts_at`; the look is written down. Raises NoSuchDoubt, Forbidden."""
    found = doubts_at(actor=actor).filter(number=number[:20]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchDoubt
    purpose = _(OPENED).format(number=found.number)
    look_at(party=found.declaration.party, target=f"doubt:{found.number}", purpose=purpose, actor=actor, now=now)
    return found


def look_at(*, party: Party, target: str, purpose: str, actor: Actor, now: datetime) -> None:
    """Write an official's look down and tell the trader of it."""
    with transaction.atomic():
        audit.record(actor=actor, action="customs.look", target=target, detail={}, now=now)
        look = audit.Look(system=SYSTEM, subject=party, what="customs.declaration", purpose=purpose)
        audit.looked(actor=actor, look=look, now=now)
