"""Who may be issued a mobile ID."""

from datetime import date

from madang.systems.mobile_id.domain.ages import AGE_REACHED_ON

REGISTERED = ("resident", "abroad")


def is_registered(*, status: str | None) -> bool:
    """Whether the register still counts the person among the living residents."""
    return status in REGISTERED


def is_old_enough(*, born_on: date, least_age: int, on: date) -> bool:
    """Whether the person has the age from which the country issues identity cards."""
    return on >= AGE_REACHED_ON.filled(born_on=born_on, years=least_age)
