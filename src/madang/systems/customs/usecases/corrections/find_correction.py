"""Who finds which correction; an official's look is seen by the trader, as that at its declaration."""

from datetime import datetime

from madang.framework.cases.models import Case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.systems.customs.models import Correction
from madang.systems.customs.usecases.corrections.refusals import NoSuchCorrection
from madang.systems.customs.usecases.declarations.find_declaration import find_filed, note_look


def find_correction(*, number: str, actor: Actor, now: datetime) -> Correction:
    """The correction, if its declaration is the actor's or the actor's office's, or the actor judges what is held against it.
    Raises NoSuchCorrection."""
    rows = Correction.objects.select_related("declaration")
    try:
        return find_filed(rows=rows, number=number, missing=NoSuchCorrection, actor=actor, now=now)
    except NoSuchCorrection:
        named = rows.filter(number=number[:40]).first() if number.isprintable() else None
        if named is None or not judges(of=named, actor=actor):
            raise
    note_look(at=named.declaration, actor=actor, now=now)
    return named


def judges(*, of: Correction, actor: Actor) -> bool:
    """Whether the actor's office decides an appeal against it."""
    numbers = [case for case in of.appeals.values_list("case", flat=True) if case]
    offices = Case.objects.filter(number__in=numbers).values_list("office_code", flat=True) if numbers else ()
    return any(may(actor, "customs.review", office) for office in offices)
