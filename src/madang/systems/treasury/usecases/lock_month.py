"""Lock the books of finished months; the last day of a fiscal year is locked by closing the year."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.money.domain.journal import CLOSING
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
        day = _month_end(first)
        while day < min(today, last):
            if _open_days(first, day):
                found.append(day)
            day = _month_end(day + timedelta(days=1))
    return found


def closable(*, today: date) -> Sequence[int]:
    """Fiscal years that are over, have entries and are not closed; only the first of them can be closed now."""
    oldest = Entry.objects.order_by("booked_on").first()
    if oldest is None:
        return []
    closed = set(Entry.objects.filter(kind=CLOSING).values_list("reference", flat=True))
    years = range(year_of(day=oldest.booked_on), year_of(day=today))
    return [year for year in years if str(year) not in closed]


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
        spans = _open_days(first, until)
        for starts_on, ends_on in spans:
            lock_period(starts_on=starts_on, ends_on=ends_on, reason=f"month of {until}", actor=actor, now=now)
    return sum((ends_on - starts_on).days + 1 for starts_on, ends_on in spans)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _open_days(first: date, last: date) -> list[tuple[date, date]]:
    locked = LockedPeriod.objects.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on")
    periods = [(max(one.starts_on, first), min(one.ends_on, last)) for one in locked]
    return list(days_between(periods=periods, since=first, until=last))
