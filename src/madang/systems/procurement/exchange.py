"""What procurement hears of its neighbours."""

from madang.contracts.businesses_v1 import BusinessChanged, BusinessClosed
from madang.contracts.envelope import Envelope
from madang.exchange import listens
from madang.framework.values import clock
from madang.systems.procurement.models import Supplier
from madang.systems.procurement.usecases.supply import queue
from madang.systems.procurement.usecases.supply.follow_register import close_supplier


@listens(BusinessChanged)
def hear_change(event: BusinessChanged, envelope: Envelope) -> None:
    """What is kept of a supplier follows the register."""
    if Supplier.objects.filter(number=event.number).exists():
        queue.follow_register(number=event.number)


@listens(BusinessClosed)
def hear_closure(event: BusinessClosed, envelope: Envelope) -> None:
    """A closed business supplies no more."""
    close_supplier(number=event.number, now=clock.now())
