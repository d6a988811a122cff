"""The public holidays of 2020 to 2027 reckoned from the articles, against the calendar that the library holidays gives.

The two agree on every day. What a reader may miss or not expect, and why it is right:
- 1 May is a public holiday since 2026 (Labour Day), 17 July again since 2026 (Constitution Day: Act No. 21338 of 2026-02-10);
  both have substitutes.
- 3 June 2025 was no election at the end of a term (Public Official Election Act art. 35): the government made it a holiday by
  its own decision (Public Holidays Act art. 2 no. 10). The library names it after the election.
- 5 May 2025 was Children's Day and Buddha's Birthday at once: one substitute, 6 May, for one day lost.
- The Korean New Year of 2027 is 7 February, a day after the Chinese one: the new moon falls after midnight in Seoul.
- Memorial Day, New Year's Day and elections have no substitute; Buddha's Birthday and Christmas have one since May 2023.
"""

from datetime import date, timedelta

import pytest

from madang.framework.law.pack import load_pack

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY, WEDNESDAY = 5, 6, 2
YEARS = range(2020, 2028)
# New Year, Buddha's Birthday (8th of the fourth month) and Chuseok by the Korea Astronomy and Space Science Institute.
LUNAR = {
    2020: ((1, 25), (4, 30), (10, 1)),
    2021: ((2, 12), (5, 19), (9, 21)),
    2022: ((2, 1), (5, 8), (9, 10)),
    2023: ((1, 22), (5, 27), (9, 29)),
    2024: ((2, 10), (5, 15), (9, 17)),
    2025: ((1, 29), (5, 5), (10, 6)),
    2026: ((2, 17), (5, 24), (9, 25)),
    2027: ((2, 7), (5, 13), (9, 15)),
}
# Days that the government made holidays (Public Holidays Act art. 2 no. 10), and the presidential election of 2022.
TEMPORARY = {date(2020, 8, 17), date(2023, 10, 2), date(2024, 10, 1), date(2025, 1, 27), date(2025, 6, 3)}
PRESIDENTIAL = {date(2022, 3, 9)}
SUBSTITUTES_FOR_NATIONAL_DAYS = date(2021, 8, 4)
SUBSTITUTES_FOR_BUDDHA_AND_CHRISTMAS = date(2023, 5, 4)
MORE_HOLIDAYS_SINCE = 2026


def _election(*, term_ends: date, days_before: int) -> date:
    """The first Wednesday from so many days before the term ends (Public Official Election Act art. 34 (1))."""
    day = term_ends - timedelta(days=days_before)
    while day.weekday() != WEDNESDAY:
        day += ONE_DAY
    return day


def _elections(year: int) -> set[date]:
    found = {day for day in PRESIDENTIAL if day.year == year}
    if year % 4 == 0:
        found.add(_election(term_ends=date(year, 5, 29), days_before=50))
    if year % 4 == 2:
        found.add(_election(term_ends=date(year, 6, 30), days_before=30))
    return found


def _feasts(year: int) -> list[date]:
    """New Year and Chuseok with the day before and after (Regulation art. 2 nos. 4, 9)."""
    new_year, _, chuseok = (date(year, *day) for day in LUNAR[year])
    return [day + step * ONE_DAY for day in (new_year, chuseok) for step in (-1, 0, 1)]


def _with_substitute_on_saturdays(year: int) -> list[date]:
    """The days whose substitute is due on a Saturday, too (Regulation art. 3 (1) 1)."""
    days = [date(year, 5, 5)]
    days += [
        day
        for day in (date(year, 3, 1), date(year, 8, 15), date(year, 10, 3), date(year, 10, 9))
        if day >= SUBSTITUTES_FOR_NATIONAL_DAYS
    ]
    days += [
        day for day in (date(year, *LUNAR[year][1]), date(year, 12, 25)) if day >= SUBSTITUTES_FOR_BUDDHA_AND_CHRISTMAS
    ]
    return days + ([date(year, 5, 1), date(year, 7, 17)] if year >= MORE_HOLIDAYS_SINCE else [])


def _by_the_articles(year: int) -> set[date]:
    fixed = [date(year, *day) for day in ((1, 1), (3, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25))]
    named = [*fixed, date(year, *LUNAR[year][1]), *_feasts(year)]
    if year >= MORE_HOLIDAYS_SINCE:
        named += [date(year, 5, 1), date(year, 7, 17)]
    found = set(named) | _elections(year) | {day for day in TEMPORARY if day.year == year}
    lost = [day for day in _with_substitute_on_saturdays(year) if day.weekday() in (SATURDAY, SUNDAY)]
    lost += [day for day in _feasts(year) if day.weekday() == SUNDAY]
    # Two named days on one working day: one is lost.
    lost += sorted({day for day in named if named.count(day) > 1 and day.weekday() not in (SATURDAY, SUNDAY)})
    for day in sorted(lost):
        substitute = day
        while substitute in found or substitute.weekday() in (SATURDAY, SUNDAY):
            substitute += ONE_DAY
        found.add(substitute)
    return found


@pytest.mark.parametrize("year", YEARS)
def test_the_calendar_has_just_the_days_of_the_articles(year: int):
    ours = set(load_pack("kr").calendar.holidays(year=year))
    assert ours - _by_the_articles(year) == set(), "in the calendar, not in the articles"
    assert _by_the_articles(year) - ours == set(), "in the articles, not in the calendar"


def test_the_local_elections_of_2026_are_a_holiday():
    assert _election(term_ends=date(2026, 6, 30), days_before=30) == date(2026, 6, 3)
    assert date(2026, 6, 3) in load_pack("kr").calendar.holidays(year=2026)
