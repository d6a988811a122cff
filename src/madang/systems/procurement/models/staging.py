"""Two-stage tenders: which tender takes the prices, and who was found fit."""

from django.db import models
from django.db.models import Q


class PriceStage(models.Model):
    """The second stage of a two-stage tender: `technical` takes the technical bids, `price` the prices, each a tender with a
    ceremony of its own. Prices are opened only when `judged_at` is set, and the database takes no part of a price of whoever
    was not found fit. Kept as its tenders.
    """

    technical = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="price_stage")
    price = models.OneToOneField("procurement.Tender", on_delete=models.PROTECT, related_name="technical_stage")
    together = models.BooleanField()
    """Both envelopes came at the same time; else prices were asked of the fit alone."""
    made_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.technical_id} → {self.price_id}"


class TechnicalJudgement(models.Model):
    """Whether a technical bid is fit, with the reasons that its bidder reads. Written once, kept as its bid."""

    bid = models.OneToOneField("procurement.Bid", on_delete=models.PROTECT, related_name="judgement")
    points = models.CharField(max_length=60)
    """Of 100, an exact fraction."""
    least = models.CharField(max_length=20)
    why = models.CharField(max_length=32, blank=True)
    """The code of why it is unfit."""
    fit = models.BooleanField()
    reasons = models.TextField(blank=True)
    judged_at = models.DateTimeField()
    judged_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fit=True, why="") | (Q(fit=False) & ~Q(why="") & ~Q(reasons="")),
                name="procurement_unfit_with_reasons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bid_id} {self.fit}"
