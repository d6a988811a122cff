"""The case's clock on the active country's calendar."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from madang.framework.cases.domain import deadlines
from madang.framework.cases.domain.deadlines import Counting
from madang.framework.cases.procedures import Procedure
from madang.framework.law.active import pack
from madang.framework.law.days import add_working_days, is_working_day, next_working_day
from madang.framework.law.days import due_on as last_day_of


def counting(*, calendar_days: bool = False) -> Counting:
    """How the active country counts a petition's term; a calendar says with `HOURS_UP_TO_DAYS` that short ones run by the hour.
    Where the law gives calendar days, all run from the day after on, whatever the country's other terms do.
    """
    here = pack()
    if calendar_days:
        return Counting(
            is_working_day=is_working_day,
            last_day=lambda start, days: next_working_day(start + timedelta(days=days)),
            zone=ZoneInfo(here.time_zone),
            in_calendar_days=True,
        )
    return Counting(
        is_working_day=is_working_day,
        last_day=lambda start, days: last_day_of(start=start, days=days) if days else next_working_day(start),
        zone=ZoneInfo(here.time_zone),
        in_calendar_days=_runs_in_calendar_days(),
        hours_up_to_days=int(getattr(here.calendar, "HOURS_UP_TO_DAYS", 0)),
    )


def _runs_in_calendar_days() -> bool:
    # A pack tells its way of counting by its function alone: four weeks of working days take five and a half.
    start = date(2024, 1, 8)
    return (last_day_of(start=start, days=28) - start).days < 35


def local_day(moment: datetime) -> date:
    """The day that a moment has in the country."""
    return moment.astimezone(ZoneInfo(pack().time_zone)).date()


def due(*, received_at: datetime, days: int, calendar_days: bool = False) -> tuple[datetime, date]:
    """The last moment and day of a case received then."""
    how = counting(calendar_days=calendar_days)
    moment = deadlines.due(received_at=received_at, days=days, counting=how)
    return moment, local_day(moment)


def resumed(
    *, due_at: datetime, stopped_at: datetime, now: datetime, days: int, calendar_days: bool = False
) -> tuple[datetime, date]:
    """The last moment and day after the clock stood from `stopped_at` to `now`."""
    how = counting(calendar_days=calendar_days)
    moment = deadlines.resumed(due_at=due_at, stopped_at=stopped_at, resumed_at=now, days=days, counting=how)
    return moment, local_day(moment)


def extended(*, due_at: datetime, days: int, calendar_days: bool = False) -> tuple[datetime, date]:
    """The last moment and day when the period runs `days` longer, counted from the day after its last."""
    here = due_at.astimezone(counting().zone)
    if counting(calendar_days=calendar_days).in_calendar_days:
        day = next_working_day(here.date() + timedelta(days=days))
    else:
        day = add_working_days(start=here.date(), days=days)
    moment = datetime.combine(day, here.time(), counting().zone)
    return moment, day


def last_day(*, procedure: Procedure, of: str, start: datetime) -> date:
    """The last day of the term that the procedure's field `of` gives, the first day not counted.

    In calendar days the last day, if nobody works on it, gives way to the next working day.
    """
    day = local_day(start)
    days = procedure.term(of, on=day)
    if procedure.in_calendar_days(of):
        return next_working_day(day + timedelta(days=days))
    return add_working_days(start=day, days=days)


def end_of(day: date) -> datetime:
    """When offices close on that day."""
    how = counting()
    return datetime.combine(day, how.closes, how.zone)
