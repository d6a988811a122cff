"""The second round of the mall: who was asked for an offer, and what they offered."""

from django.db import models
from django.db.models import F, Q

from madang.framework.protect.fields import EncryptedText
from madang.systems.procurement.domain.mall_rounds import RoundState


class MallRound(models.Model):
    """A need of an office that is so large that the suppliers of the mall offer for it below their framework prices. What was
    asked never changes; offers are opened together once their time is over. Kept as its order.
    """

    number = models.CharField(max_length=32, unique=True)
    office = models.CharField(max_length=32)
    item = models.ForeignKey("procurement.CatalogueItem", on_delete=models.PROTECT, related_name="rounds")
    """What the buyer put in the cart; the others offer the same class in the same unit."""
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    place = models.CharField(max_length=200)
    currency = models.CharField(max_length=3)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    offers_until = models.DateTimeField()
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in RoundState], default=RoundState.OPEN.value
    )
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    """Why nothing was ordered."""
    order = models.OneToOneField("procurement.MallOrder", on_delete=models.PROTECT, related_name="round", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="procurement_round_counts_something"),
            models.CheckConstraint(
                condition=Q(state=RoundState.ORDERED.value, order__isnull=False)
                | (~Q(state=RoundState.ORDERED.value) & Q(order=None)),
                name="procurement_round_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "-asked_at"], name="procurement_round_office"),
            models.Index(fields=["state", "offers_until"], name="procurement_round_due"),
        ]

    def __str__(self) -> str:
        return self.number


class MallOffer(models.Model):
    """That a supplier was asked, with its item and its framework price then; and what it offers: encrypted while the round is
    open, in clear once all are opened. Kept as its round.
    """

    round = models.ForeignKey(MallRound, on_delete=models.PROTECT, related_name="offers")
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="mall_offers")
    item = models.ForeignKey("procurement.CatalogueItem", on_delete=models.PROTECT, related_name="+")
    framework = models.BigIntegerField()
    """The framework price of one unit."""
    sealed = EncryptedText(purpose="procurement.mall_offer", null=True)
    offered_at = models.DateTimeField(null=True)
    offered_by = models.CharField(max_length=100, blank=True)
    minor = models.BigIntegerField(null=True)
    """The price of one unit that is offered; known once the round was opened."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "supplier"], name="procurement_asked_once"),
            models.CheckConstraint(
                condition=Q(minor=None) | Q(minor__gt=0, minor__lte=F("framework")),
                name="procurement_offer_below_framework",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.supplier_id}"
