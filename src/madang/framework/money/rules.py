"""Who may see and pay a charge, for `may`."""

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import permits
from madang.framework.money.models import Charge


@permits("money.pay", within=("civil.apply",))
def may_pay(actor: Actor, charge: Charge) -> bool:
    """The payer, or who acts for the payer."""
    return actor.party == charge.payer
