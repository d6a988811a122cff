"""What procurement keeps."""

from madang.systems.procurement.models.award import Award
from madang.systems.procurement.models.bid import Bid, Offer
from madang.systems.procurement.models.ceremony import (
    BidderKey,
    Ceremony,
    CustodianKey,
    OpenedPart,
    OpeningStep,
    Seat,
)
from madang.systems.procurement.models.contract import Contract
from madang.systems.procurement.models.mall import CartLine, Catalogue, CatalogueItem, MallOrder, OrderLine
from madang.systems.procurement.models.notice import ClosingExtension, Correction, Invitation, Question
from madang.systems.procurement.models.plan import PlannedPurchase
from madang.systems.procurement.models.release import Release
from madang.systems.procurement.models.supplier import Supplier
from madang.systems.procurement.models.supply import Clearance, Sanction, SupplierCategory, SupplierCertificate
from madang.systems.procurement.models.tender import Criterion, Item, Lot, Tender
from madang.systems.procurement.models.uptime import UpTime

__all__ = [
    "Award",
    "Bid",
    "BidderKey",
    "CartLine",
    "Catalogue",
    "CatalogueItem",
    "Ceremony",
    "Clearance",
    "ClosingExtension",
    "Contract",
    "Correction",
    "Criterion",
    "CustodianKey",
    "Invitation",
    "Item",
    "Lot",
    "MallOrder",
    "Offer",
    "OpenedPart",
    "OpeningStep",
    "OrderLine",
    "PlannedPurchase",
    "Question",
    "Release",
    "Sanction",
    "Seat",
    "Supplier",
    "SupplierCategory",
    "SupplierCertificate",
    "Tender",
    "UpTime",
]
