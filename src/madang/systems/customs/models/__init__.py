"""What customs keeps."""

from madang.systems.customs.models.bill import CargoAt, CargoBill, CargoStep
from madang.systems.customs.models.container import ContainerStay, ContainerStep, InContainer
from madang.systems.customs.models.manifest import CargoManifest, ManifestAmendment
from madang.systems.customs.models.movement import BondedMovement, BondedStore, CargoGuarantee, CargoPort
from madang.systems.customs.models.selectivity import RiskModel, RiskRule, RuleHit, SampleKey, Selected

__all__ = [
    "BondedMovement",
    "BondedStore",
    "CargoAt",
    "CargoBill",
    "CargoGuarantee",
    "CargoManifest",
    "CargoPort",
    "CargoStep",
    "ContainerStay",
    "ContainerStep",
    "InContainer",
    "ManifestAmendment",
    "RiskModel",
    "RiskRule",
    "RuleHit",
    "SampleKey",
    "Selected",
]
