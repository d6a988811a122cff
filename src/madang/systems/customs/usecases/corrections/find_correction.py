"""Who finds which correction; an official's look is seen by the trader, as that at its declaration."""

from datetime import datetime

from madang.framework.identity.actor import Actor
from madang.systems.customs.models import Correction
from madang.systems.customs.usecases.corrections.refusals import NoSuchCorrection
from madang.systems.customs.usecases.declarations.find_declaration import find_declaration
from madang.systems.customs.usecases.declarations.refusals import NoSuchDeclaration


def find_correction(*, number: str, actor: Actor, now: datetime) -> Correction:
    """The correction, if its declaration is the actor's or the actor's office's. Raises NoSuchCorrection."""
    rows = Correction.objects.select_related("declaration")
    found = rows.filter(number=number[:40]).first() if number.isprintable() else None
    if found is None:
        raise NoSuchCorrection
    try:
        find_declaration(number=found.declaration.number, actor=actor, now=now)
    except NoSuchDeclaration:
        raise NoSuchCorrection from None
    return found
