"""An entry."""

from django.db import models

from madang.systems.signatures.domain.entry import LONGEST_TITLE


class Entry(models.Model):
    """One entry, as an official recorded it. Never edited after it was recorded. Kept as long as the register."""

    title = models.CharField(max_length=LONGEST_TITLE)
    office = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title
