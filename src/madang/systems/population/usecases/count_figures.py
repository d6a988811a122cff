"""Count the register, so that pages show figures without counting a nation."""

from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from madang.systems.population.models import Figure

YEARS_SHOWN = 10

# One pass over the open residences gives residents by division, sex and ten-year age group.
_RESIDENTS = """
INSERT INTO population_figure (counted_on, measure, division, part, value)
SELECT %(day)s, 'residents', a.division,
       least(extract(year FROM age(%(day)s, p.birth_on))::int / 10 * 10, 90)::text || ':' || p.sex, count(*)
  FROM population_residence r
  JOIN population_address a ON a.id = r.address_id
  JOIN population_person p ON p.id = r.person_id
 WHERE r.until_on IS NULL AND p.status = 'resident'
 GROUP BY 3, 4
"""
_HOUSEHOLDS = """
INSERT INTO population_figure (counted_on, measure, division, part, value)
SELECT %(day)s, 'households', a.division, '', count(*)
  FROM population_household h JOIN population_address a ON a.id = h.address_id
 WHERE h.dissolved_on IS NULL GROUP BY 3
"""
_EVENTS = """
INSERT INTO population_figure (counted_on, measure, division, part, value)
SELECT date_trunc('year', occurred_on)::date, 'year:' || kind, '', '', count(*)
  FROM population_vitalevent WHERE occurred_on >= %(since)s GROUP BY 1, 2
"""


def count_figures(*, now: datetime) -> None:
    """Counts residents, households and the vital events of the last ten years as of now, replacing the last count."""
    day = timezone.localdate(now)
    since = date(day.year - YEARS_SHOWN + 1, 1, 1)
    with transaction.atomic(), connection.cursor() as cursor:
        Figure.objects.all().delete()
        for statement in (_RESIDENTS, _HOUSEHOLDS, _EVENTS):
            cursor.execute(statement, {"day": day, "since": since})
