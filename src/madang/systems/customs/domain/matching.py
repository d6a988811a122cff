"""Master bills beside their house bills: what is missing, and what does not add up (notice on manifests of bonded cargo)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Mismatch(StrEnum):
    """What does not fit."""

    NO_HOUSES = "no_houses"
    """The master names a forwarder, and no house bill came."""
    NO_MASTER = "no_master"
    """House bills below a master that no carrier lodged, or that names another forwarder."""
    PACKAGES = "packages"
    MASS = "mass"


@dataclass(frozen=True, slots=True)
class Sums:
    """A master bill, or the house bills below one together."""

    bills: int
    packages: int
    gross_mass: Decimal


@dataclass(frozen=True, slots=True)
class Told:
    """One mismatch: what the master says and what its houses say."""

    kind: Mismatch
    master: str
    says: str = ""
    houses: str = ""


def match(*, number: str, master: Sums | None, houses: Sums | None, tolerance: Decimal) -> tuple[Told, ...]:
    """What does not fit between a consolidated master and its houses. Masses may differ by `tolerance` percent of the
    master's; packages may not differ."""
    if master is None:
        return (Told(Mismatch.NO_MASTER, number, houses=str(houses.bills if houses else 0)),)
    if houses is None or not houses.bills:
        return (Told(Mismatch.NO_HOUSES, number, says=str(master.packages)),)
    found = []
    if master.packages != houses.packages:
        found.append(Told(Mismatch.PACKAGES, number, str(master.packages), str(houses.packages)))
    if abs(master.gross_mass - houses.gross_mass) * 100 > tolerance * master.gross_mass:
        found.append(Told(Mismatch.MASS, number, f"{master.gross_mass:f}", f"{houses.gross_mass:f}"))
    return tuple(found)
