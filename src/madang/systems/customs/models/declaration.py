"""Declarations of goods."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from madang.framework.values import Money, Party, PartyKind
from madang.systems.customs.domain.progress import OPEN, Control
from madang.systems.customs.domain.words import DeclarationState, Direction, Lane

_OPEN = Q(state__in=sorted(state.value for state in OPEN))


class CustomsDeclaration(models.Model):
    """A declaration as it stands. What was lodged is kept in `DeclarationVersion`, what happened in `DeclarationEvent`;
    neither is ever edited. `content` is that of the newest version; `assessed` too, until a quota that it claims was settled.
    The declarant's own `reference` names one declaration of a party. Kept five years after acceptance (Customs Act of Korea
    art. 12, Decree art. 3).
    """

    number = models.CharField(max_length=32, unique=True)
    direction = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Direction])
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    """For whom: the importer, at export the exporter."""
    party_name = models.CharField(max_length=200)
    reference = models.CharField(max_length=64)
    office_code = models.CharField(max_length=64)
    bill = models.CharField(max_length=64, blank=True, default="")
    title = models.CharField(max_length=200)
    """What the first item is called."""
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField()
    assessed = models.JSONField(null=True)
    value_minor = models.BigIntegerField(default=0)
    payable_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    lane = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Lane])
    control = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Control])
    case = models.CharField(max_length=60, blank=True, default="")
    """The case of the look at documents or goods."""
    procedure = models.CharField(max_length=32, blank=True, default="")
    """The procedure under which its duties wait."""
    deferred = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=[(one.value, one.value) for one in DeclarationState])
    channel = models.CharField(max_length=8)
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=100)
    lodged_by_name = models.CharField(max_length=120, blank=True, default="")
    accepted_on = models.DateField(null=True)
    released_at = models.DateTimeField(null=True)
    certificate = models.CharField(max_length=60, blank=True, default="")
    """The number of the sealed certificate, and the version that it shows."""
    certificate_version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_kind", "party_key", "reference"], name="customs_one_a_reference"),
            models.CheckConstraint(
                condition=Q(released_at=None) ^ Q(state=DeclarationState.RELEASED.value),
                name="customs_released_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["party_kind", "party_key", "-lodged_at"], name="customs_declarations_of"),
            models.Index(fields=["office_code", "lodged_at"], condition=_OPEN, name="customs_open_declarations"),
            models.Index(fields=["bill"], condition=~Q(bill=""), name="customs_declarations_by_bill"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """For whom."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def rates_on(self) -> date:
        """The day whose rates count: of its acceptance, or where it was lodged."""
        return self.accepted_on or timezone.localdate(self.lodged_at)

    @property
    def payable(self) -> Money:
        """All levies together."""
        return Money(self.payable_minor, self.currency)


class DeclarationVersion(models.Model):
    """What was lodged, amended or corrected, whole. Never edited."""

    declaration = models.ForeignKey(CustomsDeclaration, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    assessed = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["declaration", "version"], name="customs_version_once")]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.version}"


class DeclarationEvent(models.Model):
    """What happened to a declaration. Never edited. `text` is what somebody wrote, `detail` codes and figures; `hidden` is for
    officials alone (why a declaration was selected)."""

    declaration = models.ForeignKey(CustomsDeclaration, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=32)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    text = models.CharField(max_length=4000, blank=True, default="")
    detail = models.JSONField(default=dict)
    hidden = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["declaration", "id"], name="customs_events_of")]

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.kind}"


class Levied(models.Model):
    """One levy of a declaration, charged. `source` is the version that charged it, so that a correction charges its
    difference."""

    declaration = models.ForeignKey(CustomsDeclaration, on_delete=models.PROTECT, related_name="levies")
    source = models.CharField(max_length=40)
    levy = models.CharField(max_length=16)
    """A levy, or `addition` for what comes on top of a correction."""
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    charge = models.CharField(max_length=60, unique=True)
    due_on = models.DateField()
    state = models.CharField(max_length=12)
    """open, paid, ended."""
    paid_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "source", "levy"], name="customs_levied_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="customs_levied_something"),
        ]

    def __str__(self) -> str:
        return self.charge


class PermitNeed(models.Model):
    """A permit that an act asks for one item, and what its agency answered."""

    declaration = models.ForeignKey(CustomsDeclaration, on_delete=models.PROTECT, related_name="permits")
    item = models.PositiveIntegerField()
    requirement = models.CharField(max_length=40)
    office_code = models.CharField(max_length=64)
    document = models.CharField(max_length=70, blank=True, default="")
    """What the declarant produced."""
    state = models.CharField(max_length=8)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=1000, blank=True, default="")
    request = models.CharField(max_length=40, blank=True, default="")
    """The agency's own number."""
    stage = models.CharField(max_length=16, blank=True, default="")
    """What the agency does before it answers."""
    automatic = models.BooleanField(default=False)
    accepted = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    """Where it was granted for less than was declared: how much, in `unit`; `rest` says what becomes of the others."""
    unit = models.CharField(max_length=3, blank=True, default="")
    rest = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "item", "requirement"], name="customs_permit_once"),
        ]
        indexes = [models.Index(fields=["office_code", "state"], name="customs_permits_by_office")]

    def __str__(self) -> str:
        return f"{self.declaration_id}/{self.item} {self.requirement}"


class DeferredPayment(models.Model):
    """An operator who pays later, up to what the guarantee covers (Customs Act of Korea art. 9 (3): monthly payment)."""

    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    guarantee = models.CharField(max_length=60)
    limit_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    valid_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_kind", "party_key", "valid_from"], name="customs_deferred_once"),
            models.CheckConstraint(condition=Q(limit_minor__gt=0), name="customs_deferred_limited"),
        ]

    def __str__(self) -> str:
        return self.guarantee
