"""What the country's pack says of the e-mall."""

from datetime import date

from madang.framework.law import parameter, parameter_or_none
from madang.systems.procurement.domain.mall import ComparisonLaw

KEY = "procurement.mall"


def keeper(*, on: date) -> str:
    """The office that keeps the frameworks and publishes catalogues."""
    return str(parameter(f"{KEY}.office", on=on))


def comparison(*, on: date) -> ComparisonLaw:
    """From which amount how many offers are compared."""
    return ComparisonLaw(
        from_minor=int(parameter(f"{KEY}.comparison_from", on=on).minor),
        offers=int(parameter(f"{KEY}.comparison_offers", on=on)),
    )


def offer_days(*, on: date) -> int | None:
    """How many working days suppliers have for an offer in a second round; None where the law knows none."""
    found = parameter_or_none(f"{KEY}.offer_days", on=on)
    return None if found is None else int(found)
