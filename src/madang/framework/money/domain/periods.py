"""Days that no locked period covers."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

_DAY = timedelta(days=1)


def days_between(*, periods: Sequence[tuple[date, date]], since: date, until: date) -> Iterator[tuple[date, date]]:
    """The stretches from `since` to `until`, both included, that `periods` (sorted, apart) leave free."""
    first = since
    for starts_on, ends_on in periods:
        if first < starts_on:
            yield first, starts_on - _DAY
        first = ends_on + _DAY
    if first <= until:
        yield first, until
