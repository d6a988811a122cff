"""The codes of budget lines, by fiscal year."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from madang.systems.treasury.domain.classification import Dimension


class YearRange(Func):
    """PostgreSQL's range of two fiscal years, both within it; without a last one it is open."""

    function = "INT4RANGE"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = IntegerRangeField()


class ClassCode(models.Model):
    """A code of one dimension (programme, economic, function, fund) with its titles, in force from a fiscal year up to and with
    another. A code means one thing in a year; a new meaning is a new row. Kept for ever.
    """

    dimension = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Dimension])
    code = models.CharField(max_length=32, blank=True)
    parent = models.CharField(max_length=32, blank=True)
    titles = models.JSONField(default=dict)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")), name="treasury_code_ends_after_start"
            ),
            ExclusionConstraint(
                name="treasury_code_means_one_thing_a_year",
                expressions=[
                    ("dimension", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (YearRange("first_year", "last_year"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.code}"


class CodeMapping(models.Model):
    """What a code of earlier years became in the year `year`: so many ten-thousandths of its amounts count under `new`. Lets a
    line be compared across a re-organisation. Kept for ever.
    """

    dimension = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    old = models.CharField(max_length=32)
    new = models.CharField(max_length=32)
    share = models.PositiveSmallIntegerField(default=10_000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dimension", "year", "old", "new"], name="treasury_mapped_once"),
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=10_000), name="treasury_share_of_a_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.year}: {self.old} → {self.new}"
