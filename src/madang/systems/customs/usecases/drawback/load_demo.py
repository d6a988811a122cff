"""A drawback of the demonstration: coffee makers that were exported as they came in, claimed and waiting for an officer."""

from datetime import datetime
from decimal import Decimal

from madang.framework.law import pack
from madang.systems.customs.domain.drawback import DrawbackMethod
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, Drawback
from madang.systems.customs.usecases.declarations.load_demo import demo_declared, demo_owner, demo_paid
from madang.systems.customs.usecases.drawback.file_drawback import Material, file_drawback

IMPORT, EXPORT = "DRAW-1", "DRAW-2"


def load_drawback_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many drawbacks there are then. What chance chose to be looked at is left alone."""
    owner = demo_owner()
    known = CustomsDeclaration.objects.filter(reference__in=(IMPORT, EXPORT))
    if owner is None or pack().code != "kr" or known.exists():
        return Drawback.objects.count()
    brought = demo_declared(IMPORT, owner, Direction.IMPORT, now)
    demo_paid(brought, now)
    sent = demo_declared(EXPORT, owner, Direction.EXPORT, now)
    states = {one.reference: one.state for one in known.all()}
    if set(states.values()) == {DeclarationState.RELEASED.value}:
        used = Material(declaration=brought.number, item=1, per_unit=Decimal(1), quantity=Decimal(300))
        file_drawback(
            number=sent.number,
            method=DrawbackMethod.INDIVIDUAL,
            materials=(used,),
            small_maker=False,
            account="088-12345678901",
            holder=owner.name,
            actor=owner,
            now=now,
        )
    return Drawback.objects.count()
