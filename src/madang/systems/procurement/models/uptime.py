"""When the service was up."""

from django.db import models
from django.db.models import F, Q


class UpTime(models.Model):
    """A stretch in which the heartbeat came each minute. Between two stretches the service was down, and nobody can have bid.
    `until` moves on with each beat; nothing else changes, and nothing is deleted. Kept for ever: extensions rest on it.
    """

    since = models.DateTimeField(unique=True)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="procurement_up_forwards")]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}–{self.until:%H:%M}"
