"""The law that corrections stand on, as the country says it."""

from datetime import date

from madang.framework.law import citation, pack, parameter
from madang.systems.customs.domain.appeal import AppealLaw
from madang.systems.customs.domain.correction import CorrectionLaw, Cut, Dated

HERE = "customs.corrections"
# The parameter whose article each step of what comes on top names.
STEPS = {
    "interest": "interest_a_year",
    "penalty": "penalty",
    "fraud": "fraud",
    "cut": "cut",
    "days": "late_a_day",
    "late": "late",
    "slow": "slow",
}


def correction_law(*, on: date) -> CorrectionLaw:
    """The terms of that day; rates by day with their history."""
    return CorrectionLaw(
        supplement_months=_number("supplement_months", on),
        claim_years=_number("claim_years", on),
        assessment_years=_number("assessment_years", on),
        penalty_percent=_number("penalty", on),
        fraud_percent=_number("fraud", on),
        fraud_years=_number("fraud_years", on),
        ground_months=_number("ground_months", on),
        lapsing_months=_number("lapsing_months", on),
        late_percent=_number("late", on),
        late_years=_number("late_years", on),
        late_least=parameter(f"{HERE}.late_least", on=on).minor,
        slow_percent=_number("slow", on),
        cuts=tuple(
            Cut(months=int(row["months"]), percent=int(row["percent"])) for row in parameter(f"{HERE}.cut", on=on)
        ),
        a_day=history(name=f"{HERE}.late_a_day"),
        a_year=history(name=f"{HERE}.interest_a_year"),
        cites={step: citation(f"{HERE}.{name}", on=on) for step, name in STEPS.items()},
    )


def appeal_law(*, on: date) -> AppealLaw:
    """The terms of reviews and appeals that day."""
    return AppealLaw(
        review_days=_number("review_days", on),
        appeal_days=_number("appeal_days", on),
        objection_decided_in=_number("objection_decided_in", on),
    )


def _number(name: str, on: date) -> int:
    return int(parameter(f"{HERE}.{name}", on=on))


def history(*, name: str) -> tuple[Dated, ...]:
    """Every value of a rate with the day from which it is in force."""
    return tuple(Dated(since=one.since, rate=int(one.value or 0)) for one in pack().parameters[name].values)
