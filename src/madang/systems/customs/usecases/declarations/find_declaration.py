"""Who finds which declarations; an official's look is seen by the trader."""

from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, may
from madang.framework.values import Refusal
from madang.systems.customs.models import Correction, CustomsDeclaration, Drawback
from madang.systems.customs.usecases.declarations.refusals import NoSuchDeclaration
from madang.systems.customs.usecases.look import look_at
from madang.systems.customs.usecases.own import own_rows
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER

Found = TypeVar("Found", Correction, Drawback)
PURPOSE = declare(gettext_noop("Opening customs declaration {number}"))


def declarations_of(*, actor: Actor) -> QuerySet[CustomsDeclaration]:
    """Those of the party for whom somebody acts, the newest first."""
    return own_rows(rows=CustomsDeclaration.objects.order_by("-lodged_at", "-pk"), actor=actor)


def own_declaration(*, number: str, actor: Actor) -> CustomsDeclaration:
    """The one of `declarations_of` with that number. Raises NoSuchDeclaration."""
    found = declarations_of(actor=actor).filter(number=number[:32]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchDeclaration
    return found


def declarations_at(*, actor: Actor) -> QuerySet[CustomsDeclaration]:
    """Those of the offices at which an official holds a duty, the newest first. Raises Forbidden."""
    offices = {*actor.offices(OFFICER), *actor.offices(INSPECTOR)}
    if not offices:
        raise Forbidden
    return CustomsDeclaration.objects.filter(office_code__in=offices).order_by("-lodged_at", "-pk")


def find_declaration(*, number: str, actor: Actor, now: datetime) -> CustomsDeclaration:
    """The declaration, if it is the actor's or the actor's office's; a look of an official is written down. Raises
    NoSuchDeclaration."""
    found = CustomsDeclaration.objects.filter(number=number[:32]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchDeclaration
    if actor.party is not None and may(actor, "customs.declare", str(found.party)):
        return found
    if not may(actor, "customs.control", found.office_code):
        raise NoSuchDeclaration
    note_look(at=found, actor=actor, now=now)
    return found


def note_look(*, at: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    """Write down that an official looked; the trader sees it."""
    purpose, target = _(PURPOSE).format(number=at.number), f"declaration:{at.number}"
    look_at(subject=at.party, what="customs.declaration", target=target, purpose=purpose, actor=actor, now=now)


def find_filed(*, rows: QuerySet[Found], number: str, missing: type[Refusal], actor: Actor, now: datetime) -> Found:
    """What was filed about a declaration (`declaration` of the row) that the actor finds. Raises `missing`."""
    found = rows.select_related("declaration").filter(number=number[:40]).first() if number.isprintable() else None
    if found is None:
        raise missing
    try:
        find_declaration(number=found.declaration.number, actor=actor, now=now)
    except NoSuchDeclaration:
        raise missing from None
    return found
