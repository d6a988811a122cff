"""Who finds which valuation statements and doubts; an official's look is seen by the trader."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.systems.customs.models import ValueDoubt, ValueStatement
from madang.systems.customs.usecases.look import look_at
from madang.systems.customs.usecases.own import own_rows
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.valuation.refusals import NoSuchDoubt, NoSuchStatement

WHAT = "customs.declaration"
STATEMENT = declare(gettext_noop("Opening valuation statement {number}"))
DOUBT = declare(gettext_noop("Opening the doubt about a value {number}"))


def statements_of(*, actor: Actor) -> QuerySet[ValueStatement]:
    """Those of the party for whom somebody acts, the newest first."""
    return own_rows(rows=ValueStatement.objects.order_by("-made_at", "-pk"), actor=actor)


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
    purpose, target = _(STATEMENT).format(number=found.number), f"value:{found.number}"
    look_at(subject=found.party, what=WHAT, target=target, purpose=purpose, actor=actor, now=now)
    return found


def doubts_at(*, actor: Actor) -> QuerySet[ValueDoubt]:
    """Those of the offices at which an officer holds the duty, the newest first. Raises Forbidden."""
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
    purpose, target = _(DOUBT).format(number=found.number), f"doubt:{found.number}"
    look_at(subject=found.declaration.party, what=WHAT, target=target, purpose=purpose, actor=actor, now=now)
    return found
