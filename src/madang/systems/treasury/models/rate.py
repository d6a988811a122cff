"""Rates of exchange."""

from django.db import models


class ExchangeRate(models.Model):
    """What one unit of a currency was worth in the state's own on a day, and who says so. Kept ten years."""

    currency = models.CharField(max_length=3)
    on = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "on"], name="treasury_one_rate"),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="treasury_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.on}"
