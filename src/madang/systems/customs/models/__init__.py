"""What customs keeps."""

from madang.systems.customs.models.area import AreaDecision
from madang.systems.customs.models.batch import LodgedBatch, MessageAnswer
from madang.systems.customs.models.bill import CargoAt, CargoBill, CargoStep
from madang.systems.customs.models.container import ContainerStay, ContainerStep, InContainer
from madang.systems.customs.models.continuity import AnswerTime, Fallback, PaperRelease, ServiceMeasure
from madang.systems.customs.models.correction import Appeal, Correction, CustomsRefund
from madang.systems.customs.models.declaration import (
    CustomsDeclaration,
    DeclarationEvent,
    DeclarationVersion,
    DeferredPayment,
    Levied,
    PermitNeed,
)
from madang.systems.customs.models.departure import (
    DepartureBill,
    DepartureBox,
    DepartureGoods,
    DepartureManifest,
    DepartureStep,
    ReleaseCancelling,
)
from madang.systems.customs.models.destruction import Destruction
from madang.systems.customs.models.drawback import Drawback, DrawbackReturn, DrawbackUse, MaterialCertificate
from madang.systems.customs.models.edition import TariffEdition
from madang.systems.customs.models.express import ExpressList, Parcel, ParcelAsked, PersonalCode
from madang.systems.customs.models.loading import ExportLoading, LoadingExtension
from madang.systems.customs.models.manifest import CargoManifest, ManifestAmendment, ManifestMessage
from madang.systems.customs.models.measure import MeasureStep, TradeMeasure
from madang.systems.customs.models.movement import BondedMovement, BondedStore, CargoPort
from madang.systems.customs.models.operator import AuthorisedOperator
from madang.systems.customs.models.permit import LicenceUse, PermitExamination, PermitLicence, PermitRequest
from madang.systems.customs.models.quota import QuotaClaim, TariffQuota
from madang.systems.customs.models.sale import SaleNotice
from madang.systems.customs.models.securing import CustomsGuarantee, Discharged, SecuredGoods
from madang.systems.customs.models.selectivity import RiskModel, RiskRule, RuleHit, SampleKey, Selected
from madang.systems.customs.models.trade import TradeLine, TradeMonth
from madang.systems.customs.models.value_statement import ValueDoubt, ValueStatement

__all__ = [
    "AnswerTime",
    "Appeal",
    "AreaDecision",
    "AuthorisedOperator",
    "BondedMovement",
    "BondedStore",
    "CargoAt",
    "CargoBill",
    "CargoManifest",
    "CargoPort",
    "CargoStep",
    "ContainerStay",
    "ContainerStep",
    "Correction",
    "CustomsDeclaration",
    "CustomsGuarantee",
    "CustomsRefund",
    "DeclarationEvent",
    "DeclarationVersion",
    "DeferredPayment",
    "DepartureBill",
    "DepartureBox",
    "DepartureGoods",
    "DepartureManifest",
    "DepartureStep",
    "Destruction",
    "Discharged",
    "Drawback",
    "DrawbackReturn",
    "DrawbackUse",
    "ExportLoading",
    "ExpressList",
    "Fallback",
    "InContainer",
    "Levied",
    "LicenceUse",
    "LoadingExtension",
    "LodgedBatch",
    "ManifestAmendment",
    "ManifestMessage",
    "MaterialCertificate",
    "MeasureStep",
    "MessageAnswer",
    "PaperRelease",
    "Parcel",
    "ParcelAsked",
    "PermitExamination",
    "PermitLicence",
    "PermitNeed",
    "PermitRequest",
    "PersonalCode",
    "QuotaClaim",
    "ReleaseCancelling",
    "RiskModel",
    "RiskRule",
    "RuleHit",
    "SaleNotice",
    "SampleKey",
    "SecuredGoods",
    "Selected",
    "ServiceMeasure",
    "TariffEdition",
    "TariffQuota",
    "TradeLine",
    "TradeMeasure",
    "TradeMonth",
    "ValueDoubt",
    "ValueStatement",
]
