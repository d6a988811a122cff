"""Patterns in bids that deserve a question."""

from django.db import models
from django.db.models import Q

from madang.systems.procurement.domain.collusion import Screen
from madang.systems.procurement.domain.indicating import IndicatorState


class Indicator(models.Model):
    """A pattern that a screen found in opened bids, and what became of it. Its figures never change. Seen by the integrity
    office, and by the suppliers concerned once they were told. Kept ten years after its decision.
    """

    key = models.CharField(max_length=100, unique=True)
    """Screen and what it looked at: a screen that runs again finds nothing twice."""
    screen = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Screen])
    lot = models.ForeignKey("procurement.Lot", on_delete=models.PROTECT, related_name="indicators")
    value = models.FloatField()
    threshold = models.FloatField()
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in IndicatorState], default=IndicatorState.FOUND.value
    )
    told_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    reasons = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[IndicatorState.FOUND.value, IndicatorState.TOLD.value], decided_at=None)
                | Q(decided_at__isnull=False) & ~Q(reasons=""),
                name="procurement_indicator_decided_with_reasons",
            )
        ]

    def __str__(self) -> str:
        return self.key


class IndicatorParty(models.Model):
    """A supplier whose bid is part of a pattern, and what it says to it. The answer is written once. Kept as its indicator."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="parties")
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="indicators")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "supplier"], name="procurement_indicator_party_once")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}:{self.supplier_id}"
