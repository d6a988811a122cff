"""What civil services keep: the cached catalogue, applications with their files, bundles, ratings, benefit checks."""

from madang.systems.civil.models.application import Application, Attachment
from madang.systems.civil.models.benefit_check import BenefitCheck
from madang.systems.civil.models.bundle import Bundle, BundlePart
from madang.systems.civil.models.catalogue import CatalogueEntry, CatalogueSource
from madang.systems.civil.models.satisfaction import Satisfaction

__all__ = [
    "Application",
    "Attachment",
    "BenefitCheck",
    "Bundle",
    "BundlePart",
    "CatalogueEntry",
    "CatalogueSource",
    "Satisfaction",
]
