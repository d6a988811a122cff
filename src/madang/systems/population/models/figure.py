"""Counted figures, so that a front page does not count a nation."""

from typing import ClassVar

from django.db import models


class Figure(models.Model):
    """A count of a day: `measure` (residents, households, births, …), for a division (empty: the country) and a
    `part` of it (an age group and sex, or empty). Counted by a job; may be counted again, then it is replaced."""

    counted_on = models.DateField()
    measure = models.CharField(max_length=24)
    division = models.CharField(max_length=12, blank=True, default="")
    part = models.CharField(max_length=24, blank=True, default="")
    value = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "counted_on", "division", "part"], name="population_figure_once")
        ]
