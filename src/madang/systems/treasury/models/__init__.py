"""What the treasury keeps."""

from madang.systems.treasury.models.allotment import AllotmentPart
from madang.systems.treasury.models.asset import Asset
from madang.systems.treasury.models.authorisation import (
    Authorisation,
    AuthorisationExtension,
    AuthorisedYear,
    DisasterUse,
    Undertaking,
)
from madang.systems.treasury.models.bank import BankEntry, BankStatement, Clearing, StatusReport
from madang.systems.treasury.models.classification import ClassCode, CodeMapping
from madang.systems.treasury.models.debt import Debt, DebtService, LoanAgreement
from madang.systems.treasury.models.formulation import Budget, BudgetChange, BudgetItem, Ceiling
from madang.systems.treasury.models.line import BudgetLine, Movement
from madang.systems.treasury.models.midterm import FiscalPlan, PlanFigure
from madang.systems.treasury.models.opening import OpeningBalance
from madang.systems.treasury.models.performance import ProgrammeTarget, TargetResult
from madang.systems.treasury.models.rate import ExchangeRate
from madang.systems.treasury.models.receipts import CashCeiling, ReportedCharge
from madang.systems.treasury.models.revenue_budget import RevenueEstimate
from madang.systems.treasury.models.sample import AuditSample
from madang.systems.treasury.models.spending import Commitment, Obligation, PaymentBatch, PaymentOrder
from madang.systems.treasury.models.suspense_return import SuspenseReturn
from madang.systems.treasury.models.system_refund import SystemRefund
from madang.systems.treasury.models.transfer import Transfer

__all__ = [
    "AllotmentPart",
    "Asset",
    "AuditSample",
    "Authorisation",
    "AuthorisationExtension",
    "AuthorisedYear",
    "BankEntry",
    "BankStatement",
    "Budget",
    "BudgetChange",
    "BudgetItem",
    "BudgetLine",
    "CashCeiling",
    "Ceiling",
    "ClassCode",
    "Clearing",
    "CodeMapping",
    "Commitment",
    "Debt",
    "DebtService",
    "DisasterUse",
    "ExchangeRate",
    "FiscalPlan",
    "LoanAgreement",
    "Movement",
    "Obligation",
    "OpeningBalance",
    "PaymentBatch",
    "PaymentOrder",
    "PlanFigure",
    "ProgrammeTarget",
    "ReportedCharge",
    "RevenueEstimate",
    "StatusReport",
    "SuspenseReturn",
    "SystemRefund",
    "TargetResult",
    "Transfer",
    "Undertaking",
]
