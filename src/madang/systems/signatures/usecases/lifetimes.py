"""How long things are valid in the active country."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from madang.framework.law import parameter
from madang.systems.signatures.domain.lifetimes import years_later


def lifetime_of(*, profile: str, now: datetime) -> datetime:
    """Until when a certificate of this profile is valid that is issued now."""
    return years_later(start=now, years=int(parameter(f"signatures.validity.{profile}", on=day_of(now=now))))


def hours_of(*, what: str, now: datetime) -> timedelta:
    """How long a list or an answer (`list`, `delta_list`, `root_list`, `answer`) holds."""
    return timedelta(hours=int(parameter(f"signatures.freshness.{what}", on=day_of(now=now))))


def text_of(*, what: str, now: datetime) -> str:
    """A text of the country's law on trust services (`certificate_policy`, `timestamp_policy`, …)."""
    return str(parameter(f"signatures.policies.{what}", on=day_of(now=now)))


def day_of(*, now: datetime) -> date:
    """The day in the country at this instant."""
    return timezone.localtime(now).date()
