"""What offices mean to buy in a year."""

from django.db import models
from django.db.models import Q

from madang.systems.procurement.domain.words import Kind, Method


class PlannedPurchase(models.Model):
    """One row of an office's yearly plan. Once published it stays; a tender made from it keeps its ocid. Kept for ever."""

    ocid = models.CharField(max_length=64, unique=True)
    office = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    """The month in which the notice is meant to appear."""
    title = models.CharField(max_length=200)
    unspsc = models.CharField(max_length=8, blank=True)
    """The class of what is to be bought; empty where the office does not know it yet."""
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    method = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Method])
    estimated = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    published_at = models.DateTimeField(null=True)
    tender = models.OneToOneField(
        "procurement.Tender", on_delete=models.PROTECT, related_name="planned_purchase", null=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(estimated__gt=0), name="procurement_plans_something"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="procurement_plans_for_a_month"),
            models.CheckConstraint(
                condition=Q(tender=None) | Q(published_at__isnull=False), name="procurement_tenders_what_is_published"
            ),
        ]
        indexes = [models.Index(fields=["office", "year", "month"], name="procurement_plan_year")]

    def __str__(self) -> str:
        return f"{self.office} {self.year} {self.title}"
