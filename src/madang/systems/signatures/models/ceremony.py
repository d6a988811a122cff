"""The record of a ceremony."""

from django.db import models

from madang.systems.signatures.models.authority import Authority


class Ceremony(models.Model):
    """What was done with a root's key, step by step, before whom. Never edited: a trigger refuses. Kept for ever."""

    root = models.ForeignKey(Authority, models.PROTECT, related_name="ceremonies")
    purpose = models.CharField(max_length=24)
    steps = models.JSONField()
    held_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.purpose} {self.held_at:%Y-%m-%d}"
