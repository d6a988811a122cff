"""How an entry came to be as it is. Both tables are only ever added to: triggers refuse changes."""

from typing import ClassVar

from django.db import models

from madang.systems.businesses.models.business import Business


class StatusChange(models.Model):
    """That a business has had a status since a day. `until` is the planned end of a pause. Never edited. Kept for ever."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="status_changes")
    status = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "since"], name="businesses_status_since")]

    def __str__(self) -> str:
        return f"{self.status} {self.since}"


class Amendment(models.Model):
    """That one fact of an entry was changed on a day, from what to what. Never edited. Kept for ever."""

    business = models.ForeignKey(Business, models.PROTECT, related_name="amendments")
    field = models.CharField(max_length=24)
    before = models.CharField(max_length=300)
    after = models.CharField(max_length=300)
    changed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.field} {self.changed_on}"
