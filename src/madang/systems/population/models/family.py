"""Parents, children and marriages."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from madang.systems.population.models.days import Days
from madang.systems.population.models.person import Person


class Parentage(models.Model):
    """That someone is a person's father or mother by law. At most one of each (Act on the Registration of Family
    Relations art. 9). `reported_on` is the day the birth or recognition was reported."""

    class Role(models.TextChoices):
        FATHER = "father"
        MOTHER = "mother"

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="parentages")
    parent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="children")
    role = models.CharField(max_length=6, choices=Role.choices)
    marriage = models.ForeignKey("Marriage", on_delete=models.PROTECT, null=True, related_name="children")
    reported_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child", "role"], name="population_one_parent_a_role"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="population_not_own_parent"),
        ]


class Marriage(models.Model):
    """A marriage from its report (Civil Act art. 812) to a divorce or a spouse's death. Its two sides are
    MarriageSides."""

    married_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=8, blank=True, default="")
    case = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by="") | (Q(ended_on__isnull=False) & ~Q(ended_by="")),
                name="population_marriage_end_has_cause",
            )
        ]


class MarriageSide(models.Model):
    """One spouse of a marriage. Nobody has two marriages on one day (Civil Act art. 810): the database refuses it."""

    marriage = models.ForeignKey(Marriage, on_delete=models.PROTECT, related_name="sides")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="marriage_sides")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["marriage", "person"], name="population_side_once"),
            ExclusionConstraint(
                name="population_no_bigamy",
                expressions=[("person", RangeOperators.EQUAL), (Days("from_on", "until_on"), RangeOperators.OVERLAPS)],
            ),
        ]
