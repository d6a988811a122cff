"""What the state owes a payer pays what the payer owes."""

from datetime import datetime

from madang.framework.money.domain import journal
from madang.framework.money.models import Charge
from madang.framework.money.usecases.settle import pay_otherwise
from madang.framework.values.identifiers import new_key

OFFSET = "set_off"
"""In the place of a gateway: no money moves, so nothing can be sent back by that way."""


def set_off(*, charge: Charge, reference: str, now: datetime) -> None:
    """Pay the whole of an open charge, which the caller locked, with what the books owe under `reference` already
    (`refunds_payable`)."""
    pay_otherwise(
        charge=charge,
        token=new_key(),
        gateway=OFFSET,
        reference=reference,
        came_to=journal.REFUNDS_PAYABLE,
        now=now,
    )
