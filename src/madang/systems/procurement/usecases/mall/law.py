"""What the country's pack says of the e-mall."""

from datetime import date

from madang.framework.law import parameter
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
