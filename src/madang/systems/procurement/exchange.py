"""What procurement hears of its neighbours."""

from madang.contracts.businesses_v1 import BusinessChanged, BusinessClosed
from madang.contracts.envelope import Envelope
from madang.contracts.signatures_v1 import DocumentSigned, SigningEndedUnsigned
from madang.contracts.treasury_v1 import ClaimPaid, ClaimReturned
from madang.exchange import listens
from madang.framework.values import clock
from madang.systems.procurement.models import Supplier
from madang.systems.procurement.usecases import queue
from madang.systems.procurement.usecases.contract.pay_invoice import take_paid, take_returned
from madang.systems.procurement.usecases.contract.sign_contract import take_signed, take_unsigned
from madang.systems.procurement.usecases.name import SYSTEM
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


@listens(DocumentSigned)
def signed(event: DocumentSigned, envelope: Envelope) -> None:
    """A contract was signed by both."""
    if event.system == SYSTEM:
        found = take_signed(reference=event.reference, key=event.key, signed_at=event.at, now=clock.now())
        if found is not None:
            queue.settle_contract(number=found.number)


@listens(SigningEndedUnsigned)
def unsigned(event: SigningEndedUnsigned, envelope: Envelope) -> None:
    """A contract was not signed."""
    if event.system == SYSTEM:
        because = ": ".join(filter(None, (event.by, event.reason))) or event.why.value
        take_unsigned(reference=event.reference, because=because, now=clock.now())


@listens(ClaimPaid)
def paid(event: ClaimPaid, envelope: Envelope) -> None:
    """The bank paid an invoice."""
    if event.system == SYSTEM:
        take_paid(commitment=event.commitment, number=event.invoice, paid_on=event.paid_on, now=clock.now())


@listens(ClaimReturned)
def returned(event: ClaimReturned, envelope: Envelope) -> None:
    """A payment came back."""
    if event.system == SYSTEM:
        take_returned(commitment=event.commitment, number=event.invoice, reason=event.reason, now=clock.now())
