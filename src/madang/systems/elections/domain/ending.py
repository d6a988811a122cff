"""What goes and what stays when an election is over. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from madang.systems.elections.domain.words import PUBLIC_KINDS, Kind

SMALLEST_GROUP = 10
"""Of a survey with secrecy nothing is told of fewer people than this. No law names the number."""


@dataclass(frozen=True, kw_only=True)
class RecordsLaw:
    """How long what names voters is kept."""

    public_years: int
    """Of public elections and referendums: through the term of who was elected (Public Official Election Act art. 186)."""
    other_days: int
    """Of all others: until the purpose is reached (Personal Information Protection Act art. 21 (1))."""


def names_kept_until(*, kind: Kind, ended_on: date, law: RecordsLaw) -> date:
    """The last day on which rolls and polling records name voters; of a survey the day on which it ends."""
    if kind is Kind.SURVEY:
        return ended_on
    if kind not in PUBLIC_KINDS:
        return ended_on + timedelta(days=law.other_days)
    if (ended_on.month, ended_on.day) == (2, 29):
        return date(ended_on.year + law.public_years, 3, 1) - timedelta(days=1)
    return ended_on.replace(year=ended_on.year + law.public_years)


def tellable(*, kind: Kind, answered: int) -> bool:
    """Whether so many who answered may be told of: in a survey with secrecy only where they are no small group."""
    return kind is not Kind.SURVEY or answered >= SMALLEST_GROUP
