"""What tax keeps."""

from madang.systems.tax.models.assessment import Assessment, Dispute
from madang.systems.tax.models.collection import Demand, Extension, Offset, Refund, Seizure
from madang.systems.tax.models.correction import CorrectionDecision
from madang.systems.tax.models.due import Due
from madang.systems.tax.models.einvoice import InvoiceUpload, TaxInvoice, Transmission
from madang.systems.tax.models.filing import Return
from madang.systems.tax.models.import_invoice import ImportInvoice
from madang.systems.tax.models.joint_payment import Allocation, JointPayment
from madang.systems.tax.models.report import KnownNumber, Report, ReportDispute, ReportUpload
from madang.systems.tax.models.risk import AuditPick, AuditSelection, InvoiceFact, RiskFinding
from madang.systems.tax.models.taxpayer import Taxpayer
from madang.systems.tax.models.tip import Tip, TipNote

__all__ = [
    "Allocation",
    "Assessment",
    "AuditPick",
    "AuditSelection",
    "CorrectionDecision",
    "Demand",
    "Dispute",
    "Due",
    "Extension",
    "ImportInvoice",
    "InvoiceFact",
    "InvoiceUpload",
    "JointPayment",
    "KnownNumber",
    "Offset",
    "Refund",
    "Report",
    "ReportDispute",
    "ReportUpload",
    "Return",
    "RiskFinding",
    "Seizure",
    "TaxInvoice",
    "Taxpayer",
    "Tip",
    "TipNote",
    "Transmission",
]
