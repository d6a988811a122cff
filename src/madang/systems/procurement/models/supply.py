"""What is known of a supplier and from where: clearance, categories, certificates, sanctions."""

from django.db import models
from django.db.models import F, Q

from madang.systems.procurement.domain.clearance import Source
from madang.systems.procurement.domain.sanctions import Ground, SanctionState


class Clearance(models.Model):
    """What one source answered when it was asked what this supplier owes. Added, never changed; the last one counts. Kept ten
    years.
    """

    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="clearances")
    source = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Source])
    clear = models.BooleanField(null=True)
    """None where nobody answered; `why` says so."""
    owed = models.BigIntegerField(default=0)
    """Overdue, minor units; of taxes the amount is not told."""
    currency = models.CharField(max_length=3)
    why = models.CharField(max_length=64, blank=True)
    silent = models.CharField(max_length=200, blank=True)
    """The members that did not answer."""
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(owed__gte=0), name="procurement_clearance_owed"),
            models.CheckConstraint(condition=~Q(clear=True) | Q(owed=0), name="procurement_clear_owes_nothing"),
        ]
        indexes = [models.Index(fields=["supplier", "source", "-id"], name="procurement_clearance_last")]

    def __str__(self) -> str:
        return f"{self.source} {self.clear}"


class SupplierCategory(models.Model):
    """A UNSPSC family that the supplier says it supplies; ended, never deleted. Kept as its supplier."""

    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="categories")
    family = models.CharField(max_length=4)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "family"], condition=Q(ended_at=None), name="procurement_category_once"
            ),
        ]
        indexes = [models.Index(fields=["family"], condition=Q(ended_at=None), name="procurement_category_family")]

    def __str__(self) -> str:
        return self.family


class SupplierCertificate(models.Model):
    """A certificate that the supplier names: who issued it, under which number, from when until when. Kept as its supplier."""

    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=64)
    issuer = models.CharField(max_length=140)
    from_on = models.DateField()
    until_on = models.DateField()
    """The last day on which it holds."""
    noted_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "kind", "number"], condition=Q(ended_at=None), name="procurement_certificate_once"
            ),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="procurement_certificate_period"),
        ]
        indexes = [
            models.Index(
                fields=["until_on"],
                condition=Q(ended_at=None, reminded_at=None),
                name="procurement_certificate_ends",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Sanction(models.Model):
    """A matter about barring a supplier: notice, opinion, decision with reasons. From `from_on` up to, not including,
    `until_on` it bars, and ends by itself. Who proposed does not decide. Kept for ever.
    """

    number = models.CharField(max_length=32, unique=True)
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="sanctions")
    ground = models.CharField(max_length=32, choices=[(one.value, one.value) for one in Ground])
    facts = models.TextField()
    office = models.CharField(max_length=32)
    """The code of the office that proposed it."""
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in SanctionState], default=SanctionState.NOTIFIED.value
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    opinion_due_on = models.DateField()
    opinion = models.TextField(blank=True)
    opined_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    reasons = models.TextField(blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SanctionState.NOTIFIED.value, decided_at=None)
                | Q(~Q(state=SanctionState.NOTIFIED.value), ~Q(reasons=""), decided_at__isnull=False),
                name="procurement_sanction_has_reasons",
            ),
            models.CheckConstraint(
                condition=Q(~Q(state=SanctionState.DECIDED.value), from_on=None, until_on=None)
                | Q(state=SanctionState.DECIDED.value, until_on__gt=F("from_on")),
                name="procurement_sanction_period",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="procurement_sanction_by_another"
            ),
        ]
        indexes = [models.Index(fields=["supplier", "until_on"], name="procurement_sanction_in_force")]

    def __str__(self) -> str:
        return self.number
