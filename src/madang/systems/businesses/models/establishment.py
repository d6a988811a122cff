"""Where a business is."""

from typing import ClassVar

from django.db import models

from madang.systems.businesses.models.business import Business


class Establishment(models.Model):
    """A place of business; `serial` 0 is the head establishment, of which each business has one. Closed, never deleted."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="establishments")
    serial = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=100, blank=True, default="")
    division = models.CharField(max_length=20)
    address = models.CharField(max_length=200)
    postcode = models.CharField(max_length=12, blank=True, default="")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["business", "serial"], name="businesses_establishment_serial")
        ]
        indexes: ClassVar = [models.Index(fields=["division", "serial"], name="businesses_by_division")]

    def __str__(self) -> str:
        return self.address
