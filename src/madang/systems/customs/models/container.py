"""Containers on their way from ship to gate, and from gate to ship."""

from django.db import models
from django.db.models import Q

from madang.systems.customs.models.bill import CargoBill


class ContainerStay(models.Model):
    """A container's way through the country, from its manifest to the gate or from the gate to the ship: one at a time for
    each number.

    Where it is follows from the goods in it (`domain.container.follows`) and is written with each of their steps.
    """

    number = models.CharField(max_length=11)
    size_type = models.CharField(max_length=4, blank=True)
    seals = models.CharField(max_length=200, blank=True)
    conveyance_number = models.CharField(max_length=35)
    voyage = models.CharField(max_length=17)
    port = models.CharField(max_length=5)
    spot = models.CharField(max_length=10, default="aboard")
    place = models.CharField(max_length=20, blank=True)
    packed = models.BooleanField(default=True)
    leaving = models.BooleanField(default=False)
    """On its way out: `spot` is then expected, terminal, loaded, left or not_loaded (`domain.departing.box_spot`)."""
    ended = models.BooleanField(default=False)
    """Outside, unpacked, or its manifest was withdrawn: the number may come again."""
    bills = models.ManyToManyField(CargoBill, through="InContainer", related_name="containers")

    class Meta:
        db_table = "customs_container"
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=Q(ended=False), name="customs_container_once")
        ]
        indexes = [models.Index(fields=["number"], name="customs_container_number")]

    def __str__(self) -> str:
        return self.number


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
    """Where a container came. Append-only (trigger), in the order of `sequence`."""

    container = models.ForeignKey(ContainerStay, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    spot = models.CharField(max_length=10)
    place = models.CharField(max_length=20, blank=True)
    packed = models.BooleanField(default=True)
    happened_at = models.DateTimeField()

    class Meta:
        db_table = "customs_container_step"
        constraints = [models.UniqueConstraint(fields=["container", "sequence"], name="customs_container_step_order")]

    def __str__(self) -> str:
        return f"{self.container_id}:{self.sequence} {self.spot}"
