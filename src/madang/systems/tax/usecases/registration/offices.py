"""The tax office that is competent for a place, and what it is called."""

from django.utils.translation import get_language

from madang.framework.identity.models import Office
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


def office_name(*, code: str, language: str = "") -> str:
    """What the office is called in a language, by default the active one; its code where nobody named it."""
    found = Office.objects.filter(code=code).first()
    return found.name_in(language or get_language() or "en") if found else code
