"""What the country's pack says of cargo."""

from datetime import date

from madang.framework.law import NoSuchParameter, pack, parameter
from madang.systems.customs.domain.cargo_terms import CargoTerms
from madang.systems.customs.domain.manifest import Mode
from madang.systems.customs.usecases.cargo.refusals import NoCargoLaw

KEY = "customs.cargo"


def terms(*, on: date) -> CargoTerms:
    """The terms of that day. Raises NoCargoLaw where the pack has none."""
    try:
        return CargoTerms(
            designated_months=_of("designated_months", on),
            warehouse_months=_of("warehouse_months", on),
            landed_days=_of("landed_days", on),
            movement_days_sea=_of("movement_days_sea", on),
            movement_days_air=_of("movement_days_air", on),
            lodge_hours_air=_of("lodge_hours_air", on),
            mass_tolerance=parameter(f"{KEY}.mass_tolerance", on=on),
        )
    except NoSuchParameter:
        raise NoCargoLaw from None


def _of(name: str, on: date) -> int:
    return int(parameter(f"{KEY}.{name}", on=on))


def modes(*, on: date) -> frozenset[Mode]:
    """By which modes of transport manifests are lodged here. Raises NoCargoLaw where the pack has none."""
    try:
        named = parameter(f"{KEY}.modes", on=on)
    except NoSuchParameter:
        raise NoCargoLaw from None
    return frozenset(Mode(one) for one in str(named).split())


def country_letters() -> str:
    """The country as UN/LOCODE writes it."""
    return pack().code.upper()
