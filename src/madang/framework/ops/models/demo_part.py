"""What of the demo this database holds."""

from django.db import models


class DemoPart(models.Model):
    """A part of the demo (one system's) that was loaded whole. Kept as long as the database; never in production."""

    part = models.CharField(max_length=50, primary_key=True)
    country = models.CharField(max_length=20)
    population = models.PositiveIntegerField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.part} ({self.country}, {self.population})"
