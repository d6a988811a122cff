"""Addresses and who lived there when."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from madang.systems.population.models.days import Days
from madang.systems.population.models.person import Person


class Address(models.Model):
    """A place of residence as it is written, in a division of the country. Never edited: a corrected one is another
    row."""

    division = models.CharField(max_length=12)
    text = models.CharField(max_length=200)
    postcode = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["division"], name="population_address_division")]


class Residence(models.Model):
    """That a person lived at an address on some days. A person has one registered address a day (Resident
    Registration Act art. 10 (2)); the database refuses a second. Kept for ever: the abstract shows former addresses."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="residences")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reported_on = models.DateField()
    reason = models.CharField(max_length=16)
    case = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="population_residence_runs"
            ),
            ExclusionConstraint(
                name="population_one_residence",
                expressions=[("person", RangeOperators.EQUAL), (Days("from_on", "until_on"), RangeOperators.OVERLAPS)],
            ),
        ]
