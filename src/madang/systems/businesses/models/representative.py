"""Who answers for a business."""

from typing import ClassVar

from django.db import models

from madang.systems.businesses.models.business import Business


class Representative(models.Model):
    """That a person represents a business from a day up to, not including, another.

    `person` is the resident register's key. `name` is what that register answered last (`name_asked_at`); it is empty until
    asked, and certificates ask afresh. Ended, never deleted.
    """

    business = models.ForeignKey(Business, models.PROTECT, related_name="representatives")
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=120, blank=True, default="")
    name_asked_at = models.DateTimeField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["business", "person"], condition=models.Q(until_on=None), name="businesses_represents_once"
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gte=models.F("from_on")),
                name="businesses_represents_forward",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="businesses_of_person")]

    def __str__(self) -> str:
        return self.name or self.person
