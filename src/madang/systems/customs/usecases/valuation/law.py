"""The law by which values are found, as the country says it."""

from datetime import date

from madang.framework.law import pack, parameter
from madang.systems.customs.domain.value_found import FindingLaw, ValuationTerms

HERE = "customs.valuation"


def finding_law(*, on: date) -> FindingLaw:
    """The terms of that day and its rates of exchange."""
    told = parameter(f"{HERE}.terms", on=on)
    terms = ValuationTerms(
        near_days=int(told["near"]),
        season_days=int(told["season"]),
        resale_days=int(told["resale"]),
        late_resale_days=int(told["late_resale"]),
        test_percent=int(told["test"]),
        cites=parameter(f"{HERE}.cites", on=on),
    )
    return FindingLaw(on=on, currency=pack().currency, terms=terms)
