"""What the country's pack says of bonded areas."""

from datetime import date

from madang.framework.law import NoSuchParameter, parameter
from madang.systems.customs.domain.areas import AreaLaw
from madang.systems.customs.usecases.cargo.refusals import NoCargoLaw


def area_law(*, on: date) -> AreaLaw:
    """The longest that the law of that day allows. Raises NoCargoLaw where the pack has none."""
    try:
        return AreaLaw(
            licence_years=int(parameter("customs.areas.licence_years", on=on)),
            suspension_months=int(parameter("customs.areas.suspension_months", on=on)),
            clearing_months=int(parameter("customs.areas.clearing_months", on=on)),
        )
    except NoSuchParameter:
        raise NoCargoLaw from None
