"""How late a report is, and what the law makes it cost."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.framework.law import pack, parameter, parameter_or_none
from madang.framework.values import Money
from madang.systems.population.domain.deadlines import PenaltyStep, days_late, fine, last_day


@dataclass(frozen=True, slots=True)
class Lateness:
    """Until when a report was in time, how many days late it came, and the fine: `at_most` where the law sets only a
    limit."""

    due_on: date
    days: int
    amount: Money
    at_most: bool = False

    def details(self) -> dict[str, Any]:
        """For the vital event."""
        if not self.days:
            return {}
        return {
            "due_on": self.due_on.isoformat(),
            "days_late": self.days,
            "fine": [self.amount.minor, self.amount.currency],
        }


def late_vital(*, kind: str, event_on: date, reported_on: date) -> Lateness:
    """A birth, death or name correction (`population.deadlines.reporting.<kind>_months`)."""
    months = int(parameter(f"population.deadlines.reporting.{kind}_months", on=reported_on))
    due_on = last_day(event_on=event_on, months=months)
    late = days_late(due_on=due_on, reported_on=reported_on)
    currency = pack().currency
    table = parameter_or_none("population.fines.late_vital_report", on=reported_on) or ()
    steps = [PenaltyStep(under_days=row["under_days"], amount=Money(int(row["amount"]), currency)) for row in table]
    return Lateness(due_on, late, fine(late=late, steps=steps, currency=currency))


def late_move(*, moved_on: date, reported_on: date) -> Lateness:
    """A move-in (`population.deadlines.reporting.move_in_days`); the law sets only the most that it may cost."""
    due_on = last_day(
        event_on=moved_on, days=int(parameter("population.deadlines.reporting.move_in_days", on=reported_on))
    )
    late = days_late(due_on=due_on, reported_on=reported_on)
    most = parameter_or_none("population.fines.late_move_in_most", on=reported_on) or Money.zero(pack().currency)
    return Lateness(due_on, late, most if late else Money.zero(pack().currency), at_most=True)
