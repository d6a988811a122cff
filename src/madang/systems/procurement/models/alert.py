"""Searches that tell their owner of new tenders."""

from django.db import models

from madang.systems.procurement.domain.words import Kind


class Alert(models.Model):
    """What a resident or business wants to hear of: all that is filled must fit a tender. Deleted when its owner says so."""

    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    words = models.CharField(max_length=100, blank=True)
    unspsc = models.CharField(max_length=8, blank=True)
    """The first digits of an item's class."""
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind], blank=True)
    buyer = models.CharField(max_length=32, blank=True)
    most = models.BigIntegerField(null=True)
    """The highest estimated price, minor units."""
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["party_kind", "party_key"], name="procurement_alert_owner")]

    def __str__(self) -> str:
        return f"{self.party_kind}:{self.party_key} {self.words}"


class AlertHit(models.Model):
    """That an alert told of a tender, so that it tells once. Deleted with its alert."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="hits")
    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "tender"], name="procurement_alert_once")]

    def __str__(self) -> str:
        return f"{self.alert_id}:{self.tender_id}"
