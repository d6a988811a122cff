"""Which office of the register is in charge of a place."""

from typing import Any

from madang.framework.law import pack
from madang.framework.values import Refusal
from madang.systems.population.usecases.permissions import REGISTRAR


class NoOffice(Refusal):
    """No office of the country keeps the register."""

    code = "population.no_office"
    says = (
        "No office keeps the register for {division}. Add one with the duty population.registrar to the pack's offices."
    )


def office_of(*, division: str) -> str:
    """The code of the office that keeps the register of the division, of the nearest division above it that has one,
    or else the country's first. Raises NoOffice."""
    here = pack()
    offices: list[dict[str, Any]] = [one for one in here.data("offices") or () if REGISTRAR in one.get("duties", ())]
    if not offices:
        raise NoOffice(division=division)
    by_region = {str(one["region"]): str(one["code"]) for one in reversed(offices)}
    code = division
    while code:
        if code in by_region:
            return by_region[code]
        known = here.division_by_code.get(code)
        code = known.parent if known else ""
    return str(offices[0]["code"])
