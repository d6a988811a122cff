"""Trade as it is counted."""

from django.db import models
from django.db.models import Q

from madang.systems.customs.domain.words import Direction

COUNTED = (Direction.IMPORT.value, Direction.EXPORT.value)


class TradeLine(models.Model):
    """One goods item that crossed the border, as statistics count it; `declaration` is empty for what an earlier system
    counted. `month` is the first day of the month of release, `trader` who stands behind it, never published. Kept as long as
    the statistics are revised; a corrected declaration replaces its own lines."""

    declaration = models.ForeignKey(
        "customs.CustomsDeclaration", on_delete=models.CASCADE, related_name="trade", null=True
    )
    version = models.PositiveIntegerField(default=1)
    """The declaration's version that was counted."""
    item = models.PositiveIntegerField()
    month = models.DateField()
    direction = models.CharField(max_length=8)
    partner = models.CharField(max_length=2)
    commodity = models.CharField(max_length=6)
    """The subheading of the Harmonized System."""
    value_minor = models.BigIntegerField()
    grams = models.BigIntegerField()
    trader = models.CharField(max_length=100)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "item"], name="customs_traded_once"),
            models.CheckConstraint(
                condition=Q(direction__in=COUNTED) & Q(value_minor__gte=0) & Q(grams__gte=0),
                name="customs_traded_something",
            ),
        ]
        indexes = [models.Index(fields=["direction", "month", "noted_at"], name="customs_trade_months")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.direction} {self.commodity} {self.partner}"


class TradeMonth(models.Model):
    """A month as published: nothing in it is secret any more. `cells` are [chapter, partner, value, grams], `below` are
    [subheading, value, grams]; "" is all, null is confidential. A revision replaces it and counts up. Kept for good."""

    month = models.DateField()
    direction = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    cells = models.JSONField()
    below = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["direction", "month"], name="customs_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.direction} r{self.revision}"
