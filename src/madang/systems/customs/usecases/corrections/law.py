"""The law that corrections stand on, as the country says it."""

from datetime import date

from madang.framework.law import citation, pack, parameter
from madang.systems.customs.domain.correction import CorrectionLaw, Cut, Dated

HERE = "customs.corrections"


def correction_law(*, on: date) -> CorrectionLaw:
    """The terms of that day; rates by day with their history."""
    return CorrectionLaw(
        supplement_months=_number("supplement_months", on),
        claim_years=_number("claim_years", on),
        assessment_years=_number("assessment_years", on),
        penalty_percent=int(parameter(f"{HERE}.penalty", on=on)),
        cuts=tuple(
            Cut(months=int(row["months"]), percent=int(row["percent"])) for row in parameter(f"{HERE}.cut", on=on)
        ),
        a_day=_history("late_a_day"),
        a_year=_history("interest_a_year"),
        cites={
            "interest": citation(f"{HERE}.interest_a_year", on=on),
            "penalty": citation(f"{HERE}.penalty", on=on),
            "cut": citation(f"{HERE}.cut", on=on),
            "days": citation(f"{HERE}.late_a_day", on=on),
        },
    )


def _number(name: str, on: date) -> int:
    return int(parameter(f"{HERE}.{name}", on=on))


def _history(name: str) -> tuple[Dated, ...]:
    """Every value with the day from which it is in force."""
    return tuple(Dated(since=one.since, rate=int(one.value or 0)) for one in pack().parameters[f"{HERE}.{name}"].values)
