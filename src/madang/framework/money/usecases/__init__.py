"""What can be done with money; one file a verb."""

from madang.framework.money.usecases.charge import Owed, charge
from madang.framework.money.usecases.charge_many import charge_many
from madang.framework.money.usecases.give_back import cancel, give_back, refund, waive
from madang.framework.money.usecases.lock_period import lock_period
from madang.framework.money.usecases.receive_callback import receive_callback
from madang.framework.money.usecases.reconcile import reconcile, reconcile_one
from madang.framework.money.usecases.send_refund import send_refund
from madang.framework.money.usecases.settle import hear, settle
from madang.framework.money.usecases.start_payment import start_payment

__all__ = [
    "Owed",
    "cancel",
    "charge",
    "charge_many",
    "give_back",
    "hear",
    "lock_period",
    "receive_callback",
    "reconcile",
    "reconcile_one",
    "refund",
    "send_refund",
    "settle",
    "start_payment",
    "waive",
]
