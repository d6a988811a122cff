"""Lock the books of finished months; the last day of a fiscal year is locked by closing the year."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.money.domain.periods import days_between
from madang.framework.money.models import Entry, LockedPeriod
from madang.framework.money.usecases import lock_period
from madang.framework.ui import written
from madang.framework.values import Refusal
from madang.systems.treasury.usecases.accounting_rules import year_days, year_of


class MonthUnfit(Refusal):
    """It is no month that can be locked."""

    code = "treasury.month_unfit"
    says = _(
        "The books are locked up to the last day of a month that is over and still open, and up to the end of a year by "
        "closing it. {day} is none."
    )
    status = 422


def lockable(*, today: date) -> Sequence[date]:
    """The last days of finished months up to which the books can be locked, of this fiscal year and the one before."""
    year = year_of(day=today)
    found = []
    for one in (year - 1, year):
        first, last = year_days(year=one)
        opens = min((starts_on for starts_on, _ends_on in _open_days(first, last)), default=last)
        day = _month_end(first)
        while day < min(today, last):
            if opens <= day:
                found.append(day)
            day = _month_end(day + timedelta(days=1))
    return found


def closable(*, today: date) -> int | None:
    """The next fiscal year to be closed: the first that is over, has entries before its end, and whose last day is open."""
    oldest = Entry.objects.order_by("booked_on").first()
    if oldest is None:
        return None
    # Not by the closing entry: a year without revenue and expense is closed without one.
    locked = LockedPeriod.objects.all()
    lasts = {year: year_days(year=year)[1] for year in range(year_of(day=oldest.booked_on), year_of(day=today))}
    closed = {year for year, last in lasts.items() for one in locked if one.starts_on <= last <= one.ends_on}
    return next((year for year in lasts if year not in closed), None)


def lock_month(*, until: date, actor: Actor, now: datetime) -> int:
    """From now on nothing is posted on the days of the fiscal year up to `until`; how many days that locked. What is found
    later is corrected on a later day, and statements read the locked days' totals alone.

    Raises Forbidden, MonthUnfit.
    """
    require(actor, "treasury.close")
    first, _last = year_days(year=year_of(day=until))
    with transaction.atomic():
        if until not in lockable(today=timezone.localdate(now)):
            raise MonthUnfit(day=written.day(until))
        return lock_open_days(first=first, last=until, reason=f"month of {until}", actor=actor, now=now)


def lock_open_days(*, first: date, last: date, reason: str, actor: Actor, now: datetime) -> int:
    """Lock what is still open of these days, both included; how many that are. In the caller's transaction."""
    spans = _open_days(first, last)
    for starts_on, ends_on in spans:
        lock_period(starts_on=starts_on, ends_on=ends_on, reason=reason, actor=actor, now=now)
    return sum((ends_on - starts_on).days + 1 for starts_on, ends_on in spans)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _open_days(first: date, last: date) -> list[tuple[date, date]]:
    locked = LockedPeriod.objects.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on")
    periods = [(max(one.starts_on, first), min(one.ends_on, last)) for one in locked]
    return list(days_between(periods=periods, since=first, until=last))
