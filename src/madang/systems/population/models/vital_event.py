"""What happened to people, in the order it was registered."""

from typing import ClassVar

from django.db import models

from madang.systems.population.models.person import Person


class VitalEvent(models.Model):
    """A registered birth, death, marriage, divorce, move or name correction. Only ever added to: a trigger refuses
    changes.

    `other` is the spouse of a marriage or divorce. `details` holds what the kind needs (names before and after,
    addresses). Kept for ever.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="vital_events")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16)
    occurred_on = models.DateField()
    registered_at = models.DateTimeField()
    division = models.CharField(max_length=12, blank=True, default="")
    case = models.CharField(max_length=40, blank=True, default="")
    office = models.CharField(max_length=40, blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "occurred_on"], name="population_event_kind_day"),
            models.Index(fields=["registered_at"], name="population_event_registered"),
        ]
