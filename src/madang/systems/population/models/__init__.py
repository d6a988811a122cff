"""Models of the resident register."""

from madang.systems.population.models.address import Address, Residence
from madang.systems.population.models.family import Marriage, MarriageSide, Parentage
from madang.systems.population.models.figure import Figure
from madang.systems.population.models.household import Household, Membership
from madang.systems.population.models.person import Person
from madang.systems.population.models.vital_event import VitalEvent

__all__ = [
    "Address",
    "Figure",
    "Household",
    "Marriage",
    "MarriageSide",
    "Membership",
    "Parentage",
    "Person",
    "Residence",
    "VitalEvent",
]
