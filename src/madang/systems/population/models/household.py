"""Households and their members."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from madang.systems.population.models.address import Address
from madang.systems.population.models.days import Days
from madang.systems.population.models.person import Person


class Household(models.Model):
    """People who live together under one head (Resident Registration Act art. 7). Dissolved when the last one leaves.

    `source_number` is the number an imported register gave it, unique within that register.
    """

    key = models.CharField(max_length=32, unique=True)
    source_number = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001  Null is no number: many have none.
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="households")
    formed_on = models.DateField()
    dissolved_on = models.DateField(null=True)


class Membership(models.Model):
    """That a person belonged to a household on some days, and as what. One household a person and day; one head a
    household and day: the database refuses a second."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=16)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.CharField(max_length=16)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="population_membership_runs"
            ),
            ExclusionConstraint(
                name="population_one_household",
                expressions=[("person", RangeOperators.EQUAL), (Days("from_on", "until_on"), RangeOperators.OVERLAPS)],
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(relation="head", until_on__isnull=True), name="population_one_head"
            ),
        ]
