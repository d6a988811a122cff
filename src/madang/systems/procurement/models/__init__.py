"""What procurement keeps."""

from madang.systems.procurement.models.alert import Alert, AlertHit
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
from madang.systems.procurement.models.contract_parts import (
    Change,
    Claim,
    ContractTerms,
    Delivery,
    Funding,
    Guarantee,
    Invoice,
    Milestone,
)
from madang.systems.procurement.models.evaluation import (
    AbnormallyLow,
    Complaint,
    Panel,
    PanelMember,
    QualificationReview,
    Ranking,
    ReservePrice,
    SealedScore,
)
from madang.systems.procurement.models.framework import (
    Agreement,
    AgreementCatalogue,
    CallOff,
    Competition,
    FrameworkTerms,
)
from madang.systems.procurement.models.indicator import Indicator, IndicatorParty
from madang.systems.procurement.models.mall import CartLine, Catalogue, CatalogueItem, MallOrder, OrderLine
from madang.systems.procurement.models.mall_round import MallOffer, MallRound
from madang.systems.procurement.models.notice import ClosingExtension, Correction, Invitation, Question
from madang.systems.procurement.models.plan import PlannedPurchase
from madang.systems.procurement.models.product_class import ProductClass
from madang.systems.procurement.models.release import Release
from madang.systems.procurement.models.staging import PriceStage, TechnicalJudgement
from madang.systems.procurement.models.supplier import Supplier
from madang.systems.procurement.models.supply import Clearance, Sanction, SupplierCategory, SupplierCertificate
from madang.systems.procurement.models.tender import Criterion, Item, Lot, Tender
from madang.systems.procurement.models.uptime import UpTime

__all__ = [
    "AbnormallyLow",
    "Agreement",
    "AgreementCatalogue",
    "Alert",
    "AlertHit",
    "Award",
    "Bid",
    "BidderKey",
    "CallOff",
    "CartLine",
    "Catalogue",
    "CatalogueItem",
    "Ceremony",
    "Change",
    "Claim",
    "Clearance",
    "ClosingExtension",
    "Competition",
    "Complaint",
    "Contract",
    "ContractTerms",
    "Correction",
    "Criterion",
    "CustodianKey",
    "Delivery",
    "FrameworkTerms",
    "Funding",
    "Guarantee",
    "Indicator",
    "IndicatorParty",
    "Invitation",
    "Invoice",
    "Item",
    "Lot",
    "MallOffer",
    "MallOrder",
    "MallRound",
    "Milestone",
    "Offer",
    "OpenedPart",
    "OpeningStep",
    "OrderLine",
    "Panel",
    "PanelMember",
    "PlannedPurchase",
    "PriceStage",
    "ProductClass",
    "QualificationReview",
    "Question",
    "Ranking",
    "Release",
    "ReservePrice",
    "Sanction",
    "SealedScore",
    "Seat",
    "Supplier",
    "SupplierCategory",
    "SupplierCertificate",
    "TechnicalJudgement",
    "Tender",
    "UpTime",
]
