"""How long a tender must stand before it closes, and when its dates may move.

Korea: Enforcement Decree of the State Contracts Act arts. 14-2 (site briefing), 33 (2) (correction), 35 (time of the notice).
The periods are whole days between the notice and the closing: art. 35 counts back from the eve of the closing, so neither the
day of the notice nor that of the closing counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from madang.framework.values import Money
from madang.systems.procurement.domain.words import AwardBy, Kind, Method

# The day that is so many counted days after another; what counts (calendar or working days) is the country's.
Counted = Callable[[date, int], date]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLaw:
    """The periods in force (in Korea Decree arts. 14-2, 33, 35), in days."""

    tender_days: int
    works_middle_from: Money
    works_middle_days: int
    works_large_from: Money
    works_large_days: int
    briefing_notice_days: int
    briefing_small_days: int
    briefing_middle_days: int
    briefing_large_days: int
    proposal_days: int
    proposal_short_days: int
    proposal_short_below: Money
    urgent_days: int
    quotation_days: int
    in_working_days: bool
    closes_on_working_day: bool
    correction_adds_days: int
    correction_leaves_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What counts of a tender for its periods; days are the country's calendar days."""

    kind: Kind
    method: Method
    award_by: AwardBy
    estimated: int
    urgent: bool
    published_on: date
    closes_on: date
    briefing_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFault:
    """A date that the law does not allow: the field, a permanent word, and the first day that it does allow."""

    place: str
    what: str
    earliest: date | None = None


def notice_days(*, tender: Announced, law: NoticeLaw) -> int:
    """Days between notice and closing, where no site briefing is held."""
    if tender.method is Method.QUOTATION:
        return law.quotation_days
    # Art. 35 (5): negotiated contracts, in which proposals are scored. Only for goods and services (art. 43 (1)).
    if tender.award_by is AwardBy.BEST_VALUE and tender.kind is not Kind.WORKS:
        short = tender.urgent or tender.estimated < law.proposal_short_below.minor
        return law.proposal_short_days if short else law.proposal_days
    if tender.urgent:
        return law.urgent_days
    if tender.kind is not Kind.WORKS:
        return law.tender_days
    return _by_size(tender.estimated, law, (law.tender_days, law.works_middle_days, law.works_large_days))


def briefing_days(*, estimated: int, law: NoticeLaw) -> int:
    """Days between a site briefing and the closing (Decree art. 14-2 (3))."""
    return _by_size(estimated, law, (law.briefing_small_days, law.briefing_middle_days, law.briefing_large_days))


def earliest_closing(*, tender: Announced, law: NoticeLaw, counted: Counted, working: Counted) -> date:
    """The first day on which the tender may close, given its notice and, for works, its site briefing."""
    if tender.briefing_on is not None and tender.kind is Kind.WORKS and not tender.urgent:
        day = after(start=tender.briefing_on, days=briefing_days(estimated=tender.estimated, law=law), counted=counted)
    else:
        day = after(start=tender.published_on, days=notice_days(tender=tender, law=law), counted=counted)
    return working(day, 0) if law.closes_on_working_day else day


def earliest_briefing(*, tender: Announced, law: NoticeLaw, counted: Counted) -> date:
    """The first day on which the site briefing may be held (Decree art. 35 (2)); when urgent, the day after the notice."""
    days = 0 if tender.urgent else law.briefing_notice_days
    return after(start=tender.published_on, days=days, counted=counted)


def date_faults(*, tender: Announced, law: NoticeLaw, counted: Counted, working: Counted) -> list[DateFault]:
    """Everything that is wrong with the days of a notice; empty when the law allows them."""
    found = []
    if tender.briefing_on is not None:
        first = earliest_briefing(tender=tender, law=law, counted=counted)
        if tender.kind is not Kind.WORKS:
            found.append(DateFault(place="briefing_at", what="briefing_for_works"))
        elif tender.briefing_on < first:
            found.append(DateFault(place="briefing_at", what="briefing_too_early", earliest=first))
        elif tender.briefing_on >= tender.closes_on:
            found.append(DateFault(place="briefing_at", what="briefing_after_closing"))
    first = earliest_closing(tender=tender, law=law, counted=counted, working=working)
    if tender.closes_on < first:
        found.append(DateFault(place="closes_at", what="closes_too_early", earliest=first))
    else:
        found += day_off(closes_on=tender.closes_on, law=law, working=working)
    return found


def day_off(*, closes_on: date, law: NoticeLaw, working: Counted) -> list[DateFault]:
    """The fault of a closing on a day on which no office works, where the law wants one that does."""
    if not law.closes_on_working_day or working(closes_on, 0) == closes_on:
        return []
    return [DateFault(place="closes_at", what="closes_on_day_off", earliest=working(closes_on, 0))]


def earliest_after_correction(
    *, corrected_on: date, closes_on: date, law: NoticeLaw, counted: Counted, working: Counted
) -> date:
    """The first day on which a tender may close once its notice was corrected: so many days later than announced (Decree
    art. 33 (2)), and so many whole days after the correction; never earlier than announced.
    """
    added = counted(closes_on, law.correction_adds_days)
    left = after(start=corrected_on, days=law.correction_leaves_days, counted=counted)
    day = max(closes_on, added, left) if law.correction_leaves_days else max(closes_on, added)
    return working(day, 0) if law.closes_on_working_day else day


def after(*, start: date, days: int, counted: Counted) -> date:
    """The first day with so many whole counted days between it and `start`."""
    return counted(start, days) + ONE_DAY


def days_left(*, closes_at: datetime, now: datetime) -> int:
    """Whole days until the closing, by the calendar of the two instants' own zone; negative when it is past."""
    return (closes_at.date() - now.date()).days


def _by_size(estimated: int, law: NoticeLaw, days: tuple[int, int, int]) -> int:
    if estimated >= law.works_large_from.minor:
        return days[2]
    return days[1] if estimated >= law.works_middle_from.minor else days[0]
