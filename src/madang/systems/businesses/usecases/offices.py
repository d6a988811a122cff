"""The office that is competent for a business."""

from madang.framework.law import pack
from madang.systems.businesses.domain.offices import OfficeFacts, competent
from madang.systems.businesses.usecases.permissions import REGISTRAR


def office_for(*, division: str) -> str:
    """The code of the registering office competent for the division; empty where the country has none."""
    here = pack()
    offices = [
        OfficeFacts(code=row["code"], region=row.get("region", ""))
        for row in here.data("offices") or ()
        if REGISTRAR in row.get("duties", ())
    ]
    parents = {one.code: one.parent for one in here.divisions}
    return competent(offices=offices, division=division, parents=parents)
