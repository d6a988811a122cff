"""What procurement keeps."""

from madang.systems.procurement.models.award import Award
from madang.systems.procurement.models.bid import Bid, Offer
from madang.systems.procurement.models.contract import Contract
from madang.systems.procurement.models.release import Release
from madang.systems.procurement.models.supplier import Supplier
from madang.systems.procurement.models.tender import Criterion, Item, Lot, Tender

__all__ = ["Award", "Bid", "Contract", "Criterion", "Item", "Lot", "Offer", "Release", "Supplier", "Tender"]
