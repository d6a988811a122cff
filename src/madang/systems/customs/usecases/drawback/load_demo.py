"""A drawback of the demonstration: coffee makers that were exported as they came in, claimed and waiting for an officer;
materials that were sold, whose certificate waits too."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.framework.values import Party
from madang.systems.customs.domain.drawback import DrawbackMethod
from madang.systems.customs.domain.material_certificate import CertificateKind
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, Drawback, ExportLoading
from madang.systems.customs.usecases.declarations.load_demo import demo_declared, demo_owner, demo_paid
from madang.systems.customs.usecases.drawback.file_certificate import Sold, file_certificate
from madang.systems.customs.usecases.drawback.file_drawback import file_drawback
from madang.systems.customs.usecases.drawback.materials import Material

IMPORT, EXPORT, SOLD = "DRAW-1", "DRAW-2", "DRAW-3"
MAKER, MAKER_NAME = "0000000018", "나루제작 / Naru Works"


def load_drawback_demo(*, now: datetime) -> int:
    """Load what is not there yet; how many drawbacks there are then. What chance chose to be looked at is left alone."""
    owner = demo_owner()
    known = CustomsDeclaration.objects.filter(reference__in=(IMPORT, EXPORT, SOLD))
    if owner is None or pack().code != "kr" or known.exists():
        return Drawback.objects.count()
    brought = demo_declared(IMPORT, owner, Direction.IMPORT, now)
    demo_paid(brought, now)
    sent = demo_declared(EXPORT, owner, Direction.EXPORT, now)
    sold = demo_declared(SOLD, owner, Direction.IMPORT, now)
    demo_paid(sold, now)
    sold.refresh_from_db()
    if sold.state == DeclarationState.RELEASED.value:
        _certify(sold, owner, now)
    states = {one.reference: one.state for one in known.exclude(reference=SOLD)}
    if set(states.values()) == {DeclarationState.RELEASED.value}:
        _load(sent, now)
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


def _load(sent: CustomsDeclaration, now: datetime) -> None:
    """A carrier took it aboard."""
    ExportLoading.objects.create(
        declaration=sent,
        carrier="0000000001",
        reference="DEMO-OUT-1",
        conveyance="HANBIT STAR",
        voyage="021E",
        port="KRINC",
        loaded_on=timezone.localdate(now),
        at=now,
        by="demo",
    )


def _certify(brought: CustomsDeclaration, owner: Actor, now: datetime) -> None:
    """A third of the coffee makers was sold to a maker at home."""
    sold = Sold(
        kind=CertificateKind.AS_IMPORTED,
        buyer=Party.business(MAKER),
        buyer_name=MAKER_NAME,
        sold_on=timezone.localdate(now),
        commodity="8516710000",
        description="커피메이커 / coffee makers",
        quantity=Decimal(100),
        unit="H87",
    )
    used = Material(declaration=brought.number, item=1, per_unit=Decimal(1), quantity=Decimal(100))
    file_certificate(sold=sold, materials=(used,), actor=owner, now=now)
