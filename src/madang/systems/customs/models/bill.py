"""Bills of lading and air waybills, what happened to their goods, and where the goods are now."""

from django.db import models
from django.db.models import F, Q

from madang.systems.customs.models.lodged import LodgedBill
from madang.systems.customs.models.manifest import CargoManifest


class CargoBill(LodgedBill):
    """A bill of a manifest. `state` and the counts follow from its steps (`CargoStep`) and are written with each of them.

    Goods are tracked under the bill that has no bills below it: a direct master bill, or a house bill. Its number is
    unique while the manifest stands.
    """

    manifest = models.ForeignKey(CargoManifest, on_delete=models.PROTECT, related_name="lodged_bills")
    master = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="houses")
    consignee = models.CharField(max_length=20, blank=True)
    """Its registration number, where told."""
    description = models.CharField(max_length=400, blank=True)
    commodity = models.CharField(max_length=12, blank=True)
    goods = models.JSONField(default=list)
    """The lines as they were told."""
    tallied = models.PositiveIntegerField(null=True)
    released = models.PositiveIntegerField(default=0)
    carried_out = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default="aboard")

    class Meta:
        db_table = "customs_bill"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(withdrawn_at=None), name="customs_bill_number"),
            # Customs Act art. 248 (3): nothing leaves before it is released.
            models.CheckConstraint(condition=Q(carried_out__lte=F("released")), name="customs_bill_gate"),
        ]
        indexes = [
            models.Index(fields=["manifest", "number"], name="customs_bill_manifest"),
            models.Index(fields=["master_number"], name="customs_bill_master"),
            models.Index(
                fields=["manifest"],
                condition=Q(tallied__isnull=False) & ~Q(tallied=F("packages")),
                name="customs_bill_discrepant",
            ),
        ]


class CargoStep(models.Model):
    """One thing that happened to the goods of a bill. Append-only (trigger), in the order of `sequence`."""

    bill = models.ForeignKey(CargoBill, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    packages = models.PositiveIntegerField()
    origin_spot = models.CharField(max_length=10)
    origin = models.CharField(max_length=20, blank=True)
    to_spot = models.CharField(max_length=10)
    to = models.CharField(max_length=20, blank=True)
    declaration = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=400, blank=True)
    happened_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        db_table = "customs_cargo_step"
        constraints = [
            models.UniqueConstraint(fields=["bill", "sequence"], name="customs_step_order"),
            models.UniqueConstraint(
                fields=["bill", "declaration"], condition=~Q(declaration=""), name="customs_step_release_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}:{self.sequence} {self.kind}"


class CargoAt(models.Model):
    """How many packages of a bill lie at a place: what its steps add up to, for lists and maps."""

    bill = models.ForeignKey(CargoBill, on_delete=models.PROTECT, related_name="places")
    spot = models.CharField(max_length=10)
    place = models.CharField(max_length=20, blank=True)
    packages = models.PositiveIntegerField()
    since = models.DateTimeField()
    due_on = models.DateField(null=True)
    """The last day of the storage term, or of the movement."""
    told_at = models.DateTimeField(null=True)
    """When somebody was told that the term is over."""

    class Meta:
        db_table = "customs_cargo_at"
        constraints = [
            models.UniqueConstraint(fields=["bill", "spot", "place"], name="customs_at_once"),
            models.CheckConstraint(condition=Q(packages__gt=0), name="customs_at_something"),
        ]
        indexes = [
            models.Index(fields=["spot", "place"], name="customs_at_place"),
            models.Index(
                fields=["due_on"],
                condition=Q(due_on__isnull=False),
                name="customs_at_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.spot} {self.place} {self.packages}"
