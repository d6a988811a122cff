"""What tax keeps."""

from madang.systems.tax.models.due import Due
from madang.systems.tax.models.filing import Return
from madang.systems.tax.models.taxpayer import Taxpayer

__all__ = ["Due", "Return", "Taxpayer"]
