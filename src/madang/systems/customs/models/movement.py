"""Bonded stores and movements under bond."""

from django.db import models
from django.db.models import F, Q

from madang.systems.customs.models.bill import CargoBill
from madang.systems.customs.models.securing import CustomsGuarantee


class CargoPort(models.Model):
    """A port or airport with a customs office (Customs Act art. 133)."""

    code = models.CharField(max_length=5, unique=True)
    """UN/LOCODE."""
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    office = models.CharField(max_length=20)

    class Meta:
        db_table = "customs_cargo_port"

    def __str__(self) -> str:
        return self.code


class BondedStore(models.Model):
    """A quay or bonded area (Customs Act art. 154), where it lies on the map of its port, and who keeps it."""

    code = models.CharField(max_length=8, unique=True)
    kind = models.CharField(max_length=12)
    """`quay` (unloading place), `designated` (art. 169) or `warehouse` (art. 183)."""
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    port = models.CharField(max_length=5)
    office = models.CharField(max_length=20)
    keeper = models.CharField(max_length=20, blank=True)
    """The business that keeps it."""
    x = models.PositiveSmallIntegerField(default=0)
    y = models.PositiveSmallIntegerField(default=0)
    """Its place on the port's drawing, in hundredths of its width and height."""

    class Meta:
        db_table = "customs_store"

    def __str__(self) -> str:
        return self.code


class BondedMovement(models.Model):
    """Goods on their way under bond (Customs Act arts. 213 to 217). Ends by arrival of all its packages; the rest is told."""

    number = models.CharField(max_length=20, unique=True)
    bill = models.ForeignKey(CargoBill, on_delete=models.PROTECT, related_name="movements")
    declarant = models.CharField(max_length=20, blank=True)
    guarantee = models.ForeignKey(CustomsGuarantee, on_delete=models.PROTECT, related_name="movements")
    secured_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    packages = models.PositiveIntegerField()
    arrived = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=20)
    to = models.CharField(max_length=8)
    started_at = models.DateTimeField()
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customs_movement"
        constraints = [
            models.CheckConstraint(condition=Q(arrived__lte=F("packages")), name="customs_movement_arrived"),
            models.CheckConstraint(condition=Q(secured_minor__gt=0), name="customs_movement_secured"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(ended_at=None), name="customs_movement_open"),
        ]

    def __str__(self) -> str:
        return self.number
