"""Models of money."""

from madang.framework.money.models.charge import Charge
from madang.framework.money.models.journal import Entry, LedgerAccount, Line, LockedPeriod, PeriodTotal
from madang.framework.money.models.payment import Callback, Payment
from madang.framework.money.models.receipt import Receipt
from madang.framework.money.models.refund import Refund
from madang.framework.money.models.repayment import Repayment
from madang.framework.money.models.sandbox_transfer import SandboxTransfer

__all__ = [
    "Callback",
    "Charge",
    "Entry",
    "LedgerAccount",
    "Line",
    "LockedPeriod",
    "Payment",
    "PeriodTotal",
    "Receipt",
    "Refund",
    "Repayment",
    "SandboxTransfer",
]
