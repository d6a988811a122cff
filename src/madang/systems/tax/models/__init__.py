"""What tax keeps."""

from madang.systems.tax.models.correction import CorrectionDecision
from madang.systems.tax.models.due import Due
from madang.systems.tax.models.einvoice import InvoiceUpload, TaxInvoice, Transmission
from madang.systems.tax.models.filing import Return
from madang.systems.tax.models.report import Dispute, KnownNumber, Report, ReportUpload
from madang.systems.tax.models.taxpayer import Taxpayer

__all__ = [
    "CorrectionDecision",
    "Dispute",
    "Due",
    "InvoiceUpload",
    "KnownNumber",
    "Report",
    "ReportUpload",
    "Return",
    "TaxInvoice",
    "Taxpayer",
    "Transmission",
]
