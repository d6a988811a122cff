"""What the treasury keeps."""

from madang.systems.treasury.models.bank import BankEntry, BankStatement
from madang.systems.treasury.models.line import BudgetLine, Movement
from madang.systems.treasury.models.spending import Commitment, Obligation, PaymentBatch, PaymentOrder

__all__ = [
    "BankEntry",
    "BankStatement",
    "BudgetLine",
    "Commitment",
    "Movement",
    "Obligation",
    "PaymentBatch",
    "PaymentOrder",
]
