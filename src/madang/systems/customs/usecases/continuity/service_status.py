"""Gather what is true of the service now. What cannot be known stays unknown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.db import DatabaseError, connection
from django.db.models import Count, Max
from django.db.models.functions import TruncDate
from django.utils import timezone

from madang.systems.customs.domain.service_status import ServiceFacts, ServiceState, service_state
from madang.systems.customs.models import (
    AnswerTime,
    CustomsDeclaration,
    Fallback,
    LodgedBatch,
    MessageAnswer,
    ServiceMeasure,
)
from madang.systems.customs.usecases.continuity.fallbacks import declared_fallbacks, standing_fallbacks

HOUR = timedelta(hours=1)
DAYS = 14
EVERY_MINUTES = 5
_logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredDay:
    """How often the service was measured in a day, how often it was disturbed, and for how many minutes nobody knows."""

    day: date
    measured: int
    disturbed: int
    unknown_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStatus:
    """The state, what it rests on, the fallbacks of the last weeks, and the days before."""

    state: ServiceState
    facts: ServiceFacts
    fallbacks: tuple[Fallback, ...] = ()
    days: tuple[MeasuredDay, ...] = ()


def service_status(*, now: datetime) -> ServiceStatus:
    """What can be said now. Where the database does not answer, that alone is known."""
    try:
        facts = gathered_facts(now=now)
        since = now - timedelta(days=DAYS)
        fallbacks = tuple(
            one for one in declared_fallbacks()[:20] if one.end_declared_at is None or one.began_at > since
        )
        return ServiceStatus(
            state=service_state(facts=facts, now=now), facts=facts, fallbacks=fallbacks, days=_days(now)
        )
    except DatabaseError as fault:
        _logger.warning("customs.status_unknown", why=str(fault))
        return ServiceStatus(state=ServiceState.UNKNOWN, facts=ServiceFacts(reachable=False))


def gathered_facts(*, now: datetime) -> ServiceFacts:
    """From the rows themselves; only what neighbours answered comes from the last measure. Raises DatabaseError."""
    median, answered = _median(now)
    measure = ServiceMeasure.objects.order_by("-at").first()
    waiting = LodgedBatch.objects.filter(ended_at=None)
    return ServiceFacts(
        reachable=True,
        last_answered_at=_last_answered(),
        answered=answered,
        median_milliseconds=median,
        waiting_files=waiting.count(),
        waiting_since=waiting.order_by("lodged_at").values_list("lodged_at", flat=True).first(),
        measured_at=measure.at if measure else None,
        neighbours=measure.neighbours if measure else None,
        fallbacks=standing_fallbacks().count(),
    )


def _last_answered() -> datetime | None:
    """The newest of single declarations, answers and messages of files; by their keys, so that no table is read whole."""
    newest = (
        CustomsDeclaration.objects.order_by("-pk").values_list("lodged_at", flat=True).first(),
        MessageAnswer.objects.order_by("-pk").values_list("at", flat=True).first(),
        AnswerTime.objects.aggregate(at=Max("at"))["at"],
    )
    return max((one for one in newest if one is not None), default=None)


def _median(now: datetime) -> tuple[int | None, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY milliseconds), count(*) FROM customs_answertime"
            " WHERE at > %s AND at <= %s",
            [now - HOUR, now],
        )
        median, answered = cursor.fetchone()
    return median, answered


def _days(now: datetime) -> tuple[MeasuredDay, ...]:
    """The last days since the first measure, the newest first."""
    today = timezone.localdate(now)
    rows = (
        ServiceMeasure.objects.filter(at__gt=now - timedelta(days=DAYS + 1))
        .annotate(day=TruncDate("at"))
        .values("day", "state")
        .annotate(times=Count("pk"))
    )
    times: dict[date, dict[str, int]] = {}
    for row in rows:
        times.setdefault(row["day"], {})[row["state"]] = row["times"]
    first = min(times, default=today)
    listed = [today - timedelta(days=back) for back in range(DAYS) if today - timedelta(days=back) >= first]
    return tuple(_day(one, times.get(one, {}), now) for one in listed)


def _day(day: date, times: dict[str, int], now: datetime) -> MeasuredDay:
    local = timezone.localtime(now)
    minutes = local.hour * 60 + local.minute if day == local.date() else 24 * 60
    measured = sum(times.values())
    return MeasuredDay(
        day=day,
        measured=measured,
        disturbed=times.get(ServiceState.DISTURBED.value, 0),
        unknown_minutes=max(minutes - measured * EVERY_MINUTES, 0) if minutes > 2 * EVERY_MINUTES else 0,
    )
