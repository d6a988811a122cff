"""Who won what."""

from django.db import models
from django.db.models import Q

from madang.systems.procurement.domain.words import AwardState


class Award(models.Model):
    """The decision on one lot. Final (`active`) when its standstill passed without a complaint that suspends it. A lot has one
    award that is pending or active. Kept for ever.
    """

    number = models.CharField(max_length=32, unique=True)
    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="awards")
    lot = models.ForeignKey("procurement.Lot", on_delete=models.PROTECT, related_name="awards")
    bid = models.ForeignKey("procurement.Bid", on_delete=models.PROTECT, related_name="awards")
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="awards")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in AwardState], default=AwardState.PENDING.value
    )
    reasons = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100)
    standstill_until = models.DateTimeField()
    final_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lot"],
                condition=Q(state__in=[AwardState.PENDING.value, AwardState.ACTIVE.value]),
                name="procurement_one_award_a_lot",
            ),
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_awards_a_price"),
        ]

    def __str__(self) -> str:
        return self.number
