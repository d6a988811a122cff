"""Containers on their way from ship to gate, and from gate to ship."""

from django.db import models
from django.db.models import Q

from madang.systems.customs.domain.container import Stay, Where
from madang.systems.customs.models.bill import CargoBill
from madang.systems.customs.models.manifest import CargoManifest


class ContainerStay(models.Model):
    """A container's way through the country, full or empty, from its manifest to the gate or from the gate to the ship: one at
    a time for each number.

    Where it is (`domain.container`) follows from the goods in it and is written with each of their steps; an empty one moves by
    itself.
    """

    number = models.CharField(max_length=11)
    size_type = models.CharField(max_length=4, blank=True)
    seals = models.CharField(max_length=200, blank=True)
    conveyance_number = models.CharField(max_length=35)
    voyage = models.CharField(max_length=17)
    """By which it came, or is to leave; empty where it came by the gate."""
    port = models.CharField(max_length=5)
    spot = models.CharField(max_length=10, default="aboard")
    place = models.CharField(max_length=20, blank=True)
    packed = models.BooleanField(default=True)
    leaving = models.BooleanField(default=False)
    """A manifest of a ship that leaves names it."""
    ended = models.BooleanField(default=False)
    """Outside, gone, or its manifest was withdrawn: the number may come again."""
    came_by = models.ForeignKey(CargoManifest, null=True, on_delete=models.PROTECT, related_name="empties")
    """The manifest that says that it came empty."""
    leaves_by = models.ForeignKey(
        "customs.DepartureManifest", null=True, on_delete=models.PROTECT, related_name="empties"
    )
    """The manifest that says that it leaves empty."""
    admitted_on = models.DateField(null=True)
    """When it came ashore from abroad; unknown of one that was here before."""
    bills = models.ManyToManyField(CargoBill, through="InContainer", related_name="containers")

    class Meta:
        db_table = "customs_container"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(ended=False), name="customs_container_once")
        ]
        indexes = [
            models.Index(fields=["number"], name="customs_container_number"),
            models.Index(fields=["place"], condition=Q(ended=False), name="customs_container_place"),
        ]

    def __str__(self) -> str:
        return self.number

    def stay(self) -> Stay:
        """Where it is."""
        return Stay(where=Where(self.spot), place=self.place, packed=self.packed, leaving=self.leaving)


class InContainer(models.Model):
    """Goods of a bill lie in a container."""

    bill = models.ForeignKey(CargoBill, on_delete=models.PROTECT)
    container = models.ForeignKey(ContainerStay, on_delete=models.PROTECT)
    packages = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "customs_in_container"
        constraints = [models.UniqueConstraint(fields=["container", "bill"], name="customs_in_container_once")]

    def __str__(self) -> str:
        return f"{self.container_id} {self.bill_id}"


class ContainerStep(models.Model):
    """Where a container came, and how: with its goods, or by itself. Append-only (trigger), in the order of `sequence`."""

    container = models.ForeignKey(ContainerStay, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, default="goods")
    spot = models.CharField(max_length=10)
    place = models.CharField(max_length=20, blank=True)
    packed = models.BooleanField(default=True)
    happened_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "customs_container_step"
        constraints = [models.UniqueConstraint(fields=["container", "sequence"], name="customs_container_step_order")]

    def __str__(self) -> str:
        return f"{self.container_id}:{self.sequence} {self.spot}"
