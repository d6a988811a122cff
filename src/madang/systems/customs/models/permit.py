"""What an agency is asked of goods, how it looks at them, and the licences it gave: the agency's own books."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from madang.framework.values import Party, PartyKind


class PermitRequest(models.Model):
    """Customs asked whether the goods of one item meet an act. The case decides it; without a case it was answered by rule.
    Kept five years."""

    number = models.CharField(max_length=40, unique=True)
    office_code = models.CharField(max_length=64)
    requirement = models.CharField(max_length=40)
    declaration = models.CharField(max_length=32)
    item = models.PositiveIntegerField()
    party_kind = models.CharField(max_length=16, default="")
    party_key = models.CharField(max_length=64, default="")
    commodity = models.CharField(max_length=16, default="")
    origin = models.CharField(max_length=2, blank=True, default="")
    facts = models.JSONField()
    asked_at = models.DateTimeField()
    case = models.CharField(max_length=60, blank=True, default="")
    answer = models.CharField(max_length=8)
    says = models.CharField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    automatic = models.BooleanField(default=False)
    accepted = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    """What of the quantity was accepted, where it was less than all."""
    rest = models.CharField(max_length=10, blank=True, default="")
    rest_done_on = models.DateField(null=True)
    """When the rest was destroyed or had left."""
    ended_at = models.DateTimeField(null=True)
    """When the declaration ended and nothing was asked any more."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "item", "requirement"], name="customs_permit_asked_once"),
            models.CheckConstraint(condition=Q(accepted=None) | Q(accepted__gt=0), name="customs_permit_accepts_some"),
        ]
        indexes = [
            models.Index(fields=["office_code", "-asked_at"], name="customs_permits_asked"),
            models.Index(
                fields=["party_kind", "party_key", "requirement", "commodity", "-asked_at"],
                name="customs_permits_of",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """Whose goods."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def quantity(self) -> Decimal | None:
        """How much was asked about, in the unit of its facts; None where the declaration did not say."""
        told = self.facts["quantity"]
        return None if told is None else Decimal(str(told))


class PermitExamination(models.Model):
    """An agency looks at goods at the place where they lie, and what it found. One open at a time; never edited after the
    finding. Kept as its request."""

    request = models.ForeignKey(PermitRequest, on_delete=models.PROTECT, related_name="examinations")
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True, default="")
    due_on = models.DateField()
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=120)
    fit = models.BooleanField(null=True)
    finding = models.CharField(max_length=1000, blank=True, default="")
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(done_at=None), name="customs_one_open_examination"),
            models.CheckConstraint(
                condition=Q(done_at=None, fit=None) | Q(done_at__isnull=False, fit__isnull=False),
                name="customs_examined_with_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.kind}"


class PermitLicence(models.Model):
    """A licence that somebody holds for several declarations: so much of some goods within a period. `used` is what stands
    written down; the database holds that it is the sum of the uses and never more than `total`. Kept five years."""

    number = models.CharField(max_length=35, unique=True)
    office_code = models.CharField(max_length=64)
    requirement = models.CharField(max_length=40)
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    holder = models.CharField(max_length=200, blank=True, default="")
    prefixes = models.JSONField()
    partners = models.JSONField(default=list)
    """Countries of origin, at export of destination; empty for all."""
    unit = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=20, decimal_places=6)
    used = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    valid_from = models.DateField()
    valid_until = models.DateField()
    """The last day."""
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used__gte=0) & Q(used__lte=F("total")), name="customs_licence_not_overdrawn"
            ),
            models.CheckConstraint(condition=Q(total__gt=0), name="customs_licence_for_something"),
        ]
        indexes = [
            models.Index(fields=["party_kind", "party_key"], name="customs_licences_of"),
            models.Index(fields=["office_code", "valid_until"], name="customs_licences_at"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """Who holds it."""
        return Party(PartyKind(self.party_kind), self.party_key)


class LicenceUse(models.Model):
    """What one request took of a licence. Never edited but for going back."""

    licence = models.ForeignKey(PermitLicence, on_delete=models.PROTECT, related_name="uses")
    request = models.OneToOneField(PermitRequest, on_delete=models.PROTECT, related_name="licence_use")
    quantity = models.DecimalField(max_digits=20, decimal_places=6)
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="customs_licence_use_of_something")]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.quantity}"
