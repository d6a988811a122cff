"""Terms of cargo: storage (Customs Act arts. 170, 177), movement under bond (art. 216 (2)), leaving after release
(art. 157-2)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from madang.framework.values.months import add_months
from madang.systems.customs.domain.manifest import Mode


class StoreKind(StrEnum):
    """What sort of place: an unloading place, a designated store (art. 169), a bonded warehouse (art. 183), a place in a free
    zone (in Korea the Act on Designation and Management of Free Trade Zones)."""

    QUAY = "quay"
    DESIGNATED = "designated"
    WAREHOUSE = "warehouse"
    FREE_ZONE = "free_zone"


INLAND = frozenset({StoreKind.DESIGNATED, StoreKind.WAREHOUSE, StoreKind.FREE_ZONE})
"""Where goods are stored, away from the quay."""


@dataclass(frozen=True, kw_only=True)
class CargoTerms:
    """What a country's law says of terms."""

    designated_months: int
    warehouse_months: int
    landed_days: int
    movement_days_sea: int
    movement_days_air: int
    lodge_hours_air: int
    mass_tolerance: Decimal


def storage_ends_on(*, kind: StoreKind, carried_in_on: date, terms: CargoTerms) -> date | None:
    """The last day on which goods may lie there: arts. 170 and 177 (1) item 1; at the quay, days to the carry-in; none in a
    free zone, to which art. 177 does not extend."""
    if kind is StoreKind.FREE_ZONE:
        return None
    if kind is StoreKind.QUAY:
        return carried_in_on + timedelta(days=terms.landed_days)
    months = terms.designated_months if kind is StoreKind.DESIGNATED else terms.warehouse_months
    return add_months(day=carried_in_on, months=months)


def movement_ends_on(*, mode: Mode, started_on: date, terms: CargoTerms) -> date:
    """The last day to arrive under bond (art. 216 (2)); else duties are collected at once (art. 217)."""
    return started_on + timedelta(days=terms.movement_days_air if mode is Mode.AIR else terms.movement_days_sea)
