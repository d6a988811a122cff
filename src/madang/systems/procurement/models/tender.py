"""Tenders with their lots, items and criteria."""

from django.db import models
from django.db.models import F, Q

from madang.systems.procurement.domain.words import AwardBy, Kind, Method, TenderState


class Tender(models.Model):
    """What a public buyer wants to buy, from draft to award. What was published changes only by a correction that all see.
    `closes_at` moves only later. Kept for ever, as its ocid stays.
    """

    number = models.CharField(max_length=32, unique=True)
    ocid = models.CharField(max_length=64, unique=True)
    buyer = models.CharField(max_length=32)
    """The office's code; its name is the office's."""
    title = models.CharField(max_length=200)
    description = models.TextField()
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    method = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Method])
    award_by = models.CharField(max_length=16, choices=[(one.value, one.value) for one in AwardBy])
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in TenderState], default=TenderState.DRAFT.value
    )
    currency = models.CharField(max_length=3)
    estimated = models.BigIntegerField()
    """The estimated price (추정가격) of all lots, minor units, public with the notice."""
    basis = models.CharField(max_length=200)
    """The article that allows the method."""
    ground = models.CharField(max_length=32, blank=True)
    """The code of the pack's ground (`procurement.grounds`) for the method."""
    urgency = models.CharField(max_length=32, blank=True)
    """The code of the pack's ground (`procurement.urgencies`) for a shorter notice; empty where it is not urgent."""
    category = models.CharField(max_length=8, blank=True)
    """The UNSPSC class in which a bidder must be registered, where the method is restricted by category."""
    briefing_at = models.DateTimeField(null=True)
    """The site briefing of works, where one is held."""
    budget_line = models.CharField(max_length=64, blank=True)
    """The treasury's code of the line that pays."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    published_at = models.DateTimeField(null=True)
    questions_until = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    """Why it was cancelled or failed."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(estimated__gt=0), name="procurement_estimates_something"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("published_at")), name="procurement_closes_after_notice"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(opens_at__gte=F("closes_at")), name="procurement_opens_after_closing"
            ),
            models.CheckConstraint(
                condition=Q(state=TenderState.DRAFT.value)
                | Q(state=TenderState.CANCELLED.value)
                | Q(published_at__isnull=False, closes_at__isnull=False, opens_at__isnull=False),
                name="procurement_published_with_dates",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "closes_at"], name="procurement_tender_state"),
            models.Index(fields=["buyer", "-published_at"], name="procurement_tender_buyer"),
        ]

    def __str__(self) -> str:
        return self.number


class Lot(models.Model):
    """A part of a tender that is bid for and awarded by itself; a tender has at least one. Kept as its tender."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="lots")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    estimated = models.BigIntegerField()
    """Minor units of the tender's currency."""
    base_price = models.BigIntegerField(null=True)
    """The base amount (기초금액) around which the preliminary prices lie, where the country draws a reserve price."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "position"], name="procurement_lot_once"),
            models.CheckConstraint(condition=Q(estimated__gt=0), name="procurement_lot_estimates_something"),
        ]

    def __str__(self) -> str:
        return f"{self.tender.number}/{self.position}"


class Item(models.Model):
    """One thing of a lot: classified by UNSPSC, counted in a unit of UN/ECE Recommendation 20. Kept as its tender."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    unspsc = models.CharField(max_length=8)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "position"], name="procurement_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="procurement_item_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.unspsc} {self.title}"


class Criterion(models.Model):
    """By what bids are judged, published with the notice: `points` of a tender's criteria sum to 100. Kept as its tender."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="criteria")
    code = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    points = models.PositiveSmallIntegerField()
    by_formula = models.BooleanField(default=False)
    """Computed from the offer (price, lifecycle cost), not scored by the panel."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "code"], name="procurement_criterion_once"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=100), name="procurement_criterion_points"),
        ]

    def __str__(self) -> str:
        return self.code
