"""The access log."""

from django.db import models


class AccessChain(models.Model):
    """The end of one partner's chain. Locked while an entry is added; written by `exchange_append` alone."""

    partner = models.CharField(max_length=130, primary_key=True)
    number = models.BigIntegerField(default=0)
    hash = models.BinaryField()


class AccessEntry(models.Model):
    """One ask, as it was logged. Never changed or deleted (a trigger refuses); kept ten years."""

    partner = models.CharField(max_length=130)
    number = models.BigIntegerField()
    record = models.TextField()
    hash = models.BinaryField()
    envelope_id = models.CharField(max_length=64)
    side = models.CharField(max_length=8)
    subject = models.CharField(max_length=80)
    sender = models.CharField(max_length=64)
    recipient = models.CharField(max_length=64)
    contract = models.CharField(max_length=120)
    at = models.DateTimeField()
    proof = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="exchange_entry_number"),
            models.UniqueConstraint(fields=["envelope_id", "side"], name="exchange_entry_envelope"),
        ]
        indexes = [
            models.Index(fields=["subject", "-at"], name="exchange_entry_subject"),
            models.Index(fields=["-at"], name="exchange_entry_at"),
        ]


class Head(models.Model):
    """A Merkle head (RFC 6962) over the chains' entries since the head before; signed when the key is at hand.

    `ranges` maps a partner to its first and last number. An unsigned head is signed later: signing never holds traffic.
    """

    ranges = models.JSONField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    made_at = models.DateTimeField()
    signature = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)
    certificate = models.TextField(blank=True)
