"""Manifests of leaving goods, their bills, and what happened to the goods of each line."""

from django.db import models
from django.db.models import F, Q

from madang.systems.customs.domain.departing import Leaving
from madang.systems.customs.models.bill import CargoBill
from madang.systems.customs.models.container import ContainerStay
from madang.systems.customs.models.declaration import CustomsDeclaration
from madang.systems.customs.models.lodged import LodgedBill, LodgedManifest


class DepartureManifest(LodgedManifest):
    """What a carrier (master bills) or a forwarder (house bills) reports of one voyage from one port (in Korea Customs Act
    art. 136 (2) and (3)). The carrier's is also the call of the ship: it gets the report that it left. Kept five years
    after it (art. 12).
    """

    next_port = models.CharField(max_length=5, blank=True)
    departed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customs_departure"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=("master", "house")), name="customs_departure_kind"),
            models.CheckConstraint(
                condition=Q(departed_at=None) | Q(withdrawn_at=None), name="customs_departure_left_or_withdrawn"
            ),
            models.UniqueConstraint(
                fields=["lodger", "reference"], condition=Q(withdrawn_at=None), name="customs_departure_reference"
            ),
            models.UniqueConstraint(
                fields=["conveyance_number", "voyage", "port"],
                condition=Q(kind="master", withdrawn_at=None),
                name="customs_departure_call",
            ),
        ]
        indexes = [
            models.Index(fields=["lodger", "-lodged_at"], name="customs_departure_lodger"),
            models.Index(fields=["port", "kind", "departed_at"], name="customs_departure_port"),
        ]


class DepartureBill(LodgedBill):
    """A bill of leaving goods. They leave under the bill that has no bills below it."""

    manifest = models.ForeignKey(DepartureManifest, on_delete=models.PROTECT, related_name="lodged_bills")
    master = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="houses")

    class Meta:
        db_table = "customs_departure_bill"
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=Q(withdrawn_at=None), name="customs_departure_bill_number"
            ),
        ]
        indexes = [
            models.Index(fields=["manifest", "number"], name="customs_departure_bill_of"),
            models.Index(fields=["master_number"], name="customs_departure_bill_master"),
        ]


class DepartureGoods(models.Model):
    """A goods line of a bill under which goods leave: by one export declaration, or as transhipped goods that came under one
    arrival bill. Where its packages are follows from its steps (`DepartureStep`) and is written with each of them."""

    bill = models.ForeignKey(DepartureBill, on_delete=models.PROTECT, related_name="goods")
    line = models.PositiveIntegerField()
    description = models.CharField(max_length=400)
    commodity = models.CharField(max_length=12, blank=True)
    packages = models.PositiveIntegerField()
    package_kind = models.CharField(max_length=3, blank=True)
    gross_mass = models.DecimalField(max_digits=16, decimal_places=3)
    declaration = models.ForeignKey(
        CustomsDeclaration, null=True, on_delete=models.PROTECT, related_name="departure_goods"
    )
    arrival = models.ForeignKey(CargoBill, null=True, on_delete=models.PROTECT, related_name="departure_goods")
    terminal = models.CharField(max_length=8, blank=True)
    waiting = models.PositiveIntegerField(default=0)
    loaded = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    gone = models.BooleanField(default=False)
    """The ship has left, with them or without."""
    state = models.CharField(max_length=10, default="expected")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        db_table = "customs_departure_goods"
        constraints = [
            models.UniqueConstraint(fields=["bill", "line"], name="customs_departure_goods_line"),
            models.CheckConstraint(
                condition=Q(packages__gte=F("waiting") + F("loaded") + F("left")), name="customs_departure_goods_once"
            ),
            models.CheckConstraint(
                condition=Q(declaration=None, arrival__isnull=False) | Q(declaration__isnull=False, arrival=None),
                name="customs_departure_goods_by_what",
            ),
            models.CheckConstraint(condition=Q(gone=False) | Q(loaded=0), name="customs_departure_goods_gone"),
        ]
        indexes = [
            models.Index(fields=["terminal"], condition=Q(waiting__gt=0), name="customs_departure_goods_at"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id}/{self.line}"

    def held(self) -> Leaving:
        """Where its packages are."""
        return Leaving(
            packages=self.packages,
            terminal=self.terminal,
            waiting=self.waiting,
            loaded=self.loaded,
            left=self.left,
            gone=self.gone,
        )


class DepartureStep(models.Model):
    """One thing that happened to leaving goods. Append-only, and none is loaded before its declaration is released
    (triggers)."""

    goods = models.ForeignKey(DepartureGoods, on_delete=models.PROTECT, related_name="steps")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    packages = models.PositiveIntegerField()
    terminal = models.CharField(max_length=8, blank=True)
    happened_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=100)

    class Meta:
        db_table = "customs_departure_step"
        constraints = [models.UniqueConstraint(fields=["goods", "sequence"], name="customs_departure_step_order")]

    def __str__(self) -> str:
        return f"{self.goods_id}:{self.sequence} {self.kind}"


class DepartureBox(models.Model):
    """Leaving goods lie in a container."""

    goods = models.ForeignKey(DepartureGoods, on_delete=models.PROTECT, related_name="boxes")
    container = models.ForeignKey(ContainerStay, on_delete=models.PROTECT, related_name="departure_boxes")
    packages = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "customs_departure_box"
        constraints = [models.UniqueConstraint(fields=["goods", "container"], name="customs_departure_box_once")]

    def __str__(self) -> str:
        return f"{self.container_id} {self.goods_id}"


class ReleaseCancelling(models.Model):
    """Cancelling the release of an export: asked for by the exporter (in Korea Customs Act art. 250), or begun by customs
    where nobody loaded the goods in time (art. 251 (2)); then the exporter is heard first. Its decision is that of the case."""

    declaration = models.ForeignKey(CustomsDeclaration, on_delete=models.PROTECT, related_name="release_cancellings")
    by_customs = models.BooleanField()
    reason = models.CharField(max_length=1000)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)
    case = models.CharField(max_length=60, blank=True)
    answer_by = models.DateField(null=True)
    """Until when the exporter may answer, where customs began it."""
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    cancelled = models.BooleanField(null=True)

    class Meta:
        db_table = "customs_release_cancelling"
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(decided_at=None), name="customs_release_cancelling_one"
            ),
            models.CheckConstraint(
                condition=Q(by_customs=False) | Q(answer_by__isnull=False), name="customs_release_cancelling_heard"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) ^ Q(cancelled__isnull=False), name="customs_release_cancelling_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.opened_at:%Y-%m-%d}"
