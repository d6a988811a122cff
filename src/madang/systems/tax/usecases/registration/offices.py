"""The tax office that is competent for a place."""

from madang.framework.law import pack
from madang.systems.tax.usecases.permissions import OFFICER


def office_for(*, division: str) -> str:
    """The office whose region is nearest above the division; the first one where none is, or the place is not known."""
    here = pack()
    offices = [row for row in here.data("offices") or () if OFFICER in row.get("duties", ())]
    by_region = {str(row.get("region", "")): str(row["code"]) for row in reversed(offices)}
    parents = {one.code: one.parent for one in here.divisions}
    place: str | None = division
    while place:
        if place in by_region:
            return by_region[place]
        place = parents.get(place)
    return str(offices[0]["code"]) if offices else ""
