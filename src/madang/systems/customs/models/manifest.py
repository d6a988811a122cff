"""Manifests as carriers and forwarders lodged them, and how they were amended."""

from django.db import models
from django.db.models import Q

from madang.systems.customs.models.lodged import LodgedManifest


class CargoManifest(LodgedManifest):
    """What a carrier (master bills) or a forwarder (house bills) reports of one voyage to one port (Customs Act art. 135 (2)).

    A carrier's manifest is also the call of the ship or aircraft: it gets the report of arrival. Lodged whole or not
    at all; bills are amended, never overwritten in silence (`ManifestAmendment`). Kept five years after the
    arrival (Customs Act art. 12).
    """

    last_port = models.CharField(max_length=5, blank=True)
    departs_at = models.DateTimeField(null=True)
    """From the last port, where it was said."""
    lodge_by = models.DateTimeField(null=True)
    """Until when it was to be lodged, where the voyage says enough to tell."""
    arrived_at = models.DateTimeField(null=True)
    unloaded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customs_manifest"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("master", "house")), name="customs_manifest_kind"),
            models.CheckConstraint(
                condition=Q(unloaded_at=None) | Q(arrived_at__isnull=False), name="customs_manifest_order"
            ),
            models.UniqueConstraint(
                fields=["lodger", "reference"], condition=Q(withdrawn_at=None), name="customs_manifest_reference"
            ),
            models.UniqueConstraint(
                fields=["conveyance_number", "voyage", "port"],
                condition=Q(kind="master", withdrawn_at=None),
                name="customs_manifest_call",
            ),
        ]
        indexes = [
            models.Index(fields=["lodger", "-lodged_at"], name="customs_manifest_lodger"),
            models.Index(fields=["port", "kind", "arrived_at"], name="customs_manifest_port"),
        ]


class ManifestAmendment(models.Model):
    """One bill amended: what each field was and became, why, by whom. Append-only (trigger)."""

    manifest = models.ForeignKey(CargoManifest, on_delete=models.PROTECT, related_name="amendments")
    bill = models.CharField(max_length=35)
    changes = models.JSONField()
    """Field to [was, becomes]."""
    reason = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)

    class Meta:
        db_table = "customs_manifest_amendment"
        indexes = [models.Index(fields=["bill", "made_at"], name="customs_amendment_bill")]

    def __str__(self) -> str:
        return f"{self.bill} {self.made_at:%Y-%m-%d}"


class ManifestMessage(models.Model):
    """A message that replaced, changed or withdrew a manifest, of arriving or of leaving goods, as it was taken. What it
    replaced stays, withdrawn. The same message of a lodger is taken once. Append-only (trigger); kept as long as its manifest.
    """

    lodger = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    """SHA-256 of what was sent."""
    function = models.CharField(max_length=8)
    """`replace`, `change` or `cancel`."""
    manifest = models.CharField(max_length=20)
    """Our number of the manifest that stands after it, or was withdrawn by it."""
    replaced = models.CharField(max_length=20, blank=True)
    """Our number of the one in whose place it stands."""
    reason = models.CharField(max_length=400)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=100)

    class Meta:
        db_table = "customs_manifest_message"
        constraints = [
            models.UniqueConstraint(fields=["lodger", "digest"], name="customs_manifest_message_once"),
            models.CheckConstraint(
                condition=Q(function="replace") ^ Q(replaced=""), name="customs_manifest_message_replaces"
            ),
        ]
        indexes = [
            models.Index(fields=["manifest"], name="customs_manifest_message_of"),
            models.Index(fields=["replaced"], condition=~Q(replaced=""), name="customs_manifest_message_put"),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.manifest}"
