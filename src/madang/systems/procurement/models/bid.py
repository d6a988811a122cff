"""Sealed bids, and what they turned out to offer."""

from django.db import models
from django.db.models import Q

from madang.systems.procurement.domain.words import BidState


class Bid(models.Model):
    """A bid as it came: ciphertext that nobody can read before the opening, with its hash, its receipt and the time at which it
    came. Never changed and never deleted; a withdrawal is noted beside it, and only before closing. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="bids")
    lot = models.ForeignKey("procurement.Lot", on_delete=models.PROTECT, related_name="bids")
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="bids")
    sealed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in BidState], default=BidState.RECEIVED.value
    )
    withdrawn_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=64, blank=True)
    """The permanent code of why an opened bid does not count."""
    body_sha256 = models.CharField(max_length=64, blank=True)
    """What was signed: another spelling of the same signature is the same bid."""
    signed_with = models.ForeignKey("procurement.BidderKey", on_delete=models.PROTECT, related_name="bids", null=True)
    sent_by = models.CharField(max_length=100, blank=True)
    """Who sent it for the supplier, as `identity.officers.officer` has it; empty where a program did."""
    receipt = models.TextField(blank=True)
    """The receipt, canonical JSON; `token` is an RFC 3161 timestamp of its SHA-256, or of the root `inclusion` leads to."""
    token = models.BinaryField(null=True)
    inclusion = models.JSONField(null=True)
    """Where several receipts came together: `place`, `size` and `path` in the Merkle tree (RFC 6962) that the token stamps."""

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], condition=Q(token=None), name="procurement_receipts_to_stamp"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "supplier"],
                condition=~Q(state=BidState.WITHDRAWN.value),
                name="procurement_one_bid_a_supplier",
            ),
            models.UniqueConstraint(fields=["sha256"], name="procurement_bid_not_replayed"),
            models.UniqueConstraint(
                fields=["body_sha256"], condition=~Q(body_sha256=""), name="procurement_bid_body_not_replayed"
            ),
            models.CheckConstraint(
                condition=Q(state=BidState.WITHDRAWN.value, withdrawn_at__isnull=False)
                | Q(~Q(state=BidState.WITHDRAWN.value), withdrawn_at=None),
                name="procurement_withdrawal_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Offer(models.Model):
    """What an opened bid offers: the price, the two preliminary prices drawn, and the answers. Written once, at the
    opening. Kept as its bid.
    """

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="offer")
    minor = models.BigIntegerField()
    """0 in a technical envelope, which says no price."""
    currency = models.CharField(max_length=3)
    draws = models.JSONField(default=list)
    """Positions (1 to 15) of the preliminary prices that this bidder drew; empty where no reserve price is drawn."""
    answers = models.JSONField(default=dict)
    """By criterion code: what the bidder wrote; for lifecycle cost its yearly costs."""
    device = models.CharField(max_length=64, blank=True)
    """A hash of what identifies the sending device, for the integrity office alone."""

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minor__gte=0), name="procurement_offers_a_price")]

    def __str__(self) -> str:
        return f"{self.bid.number} {self.minor}"
