"""What a contract says beside its value and period, and what secures and changes it."""

from django.db import models
from django.db.models import Q

from madang.framework.storage.models import Blob
from madang.systems.procurement.domain.contracting import (
    LIVING,
    ChangeKind,
    ChangeState,
    GuaranteeKind,
    GuaranteeState,
    InvoiceState,
    MilestoneState,
    Side,
)
from madang.systems.procurement.domain.words import Kind
from madang.systems.procurement.models.contract import Contract
from madang.systems.procurement.models.supplier import Supplier


class ContractTerms(models.Model):
    """What the two sides agreed, as the paper says it, and how the signing goes. The rates are those of the day on which it was
    made and stay. `paper` is what is signed, `signed` what came back. Kept as its contract.
    """

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    line = models.CharField(max_length=64)
    account = models.CharField(max_length=34)
    holder = models.CharField(max_length=140)
    delay_permille = models.DecimalField(max_digits=6, decimal_places=3)
    performance_minor = models.BigIntegerField()
    defect_percent = models.DecimalField(max_digits=5, decimal_places=2)
    made_by = models.CharField(max_length=100)
    made_by_name = models.CharField(max_length=100)
    signatory = models.CharField(max_length=80)
    """The official who signs for the buyer, as the trust services know them; empty until somebody can."""
    paper = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="contract_papers")
    attempt = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    signing_key = models.CharField(max_length=32, blank=True, default="")
    signing_link = models.CharField(max_length=200, blank=True, default="")
    unsigned_because = models.CharField(max_length=600, blank=True, default="")
    signed = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="contracts_signed")
    waits_for = models.CharField(max_length=600, blank=True, default="")
    """The sentence of a neighbour that did not answer or said no; empty while nothing waits."""
    end_reason = models.TextField(blank=True, default="")
    supplier_at_fault = models.BooleanField(default=False)
    ended_by = models.CharField(max_length=100, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.contract_id}"

    @property
    def is_sent(self) -> bool:
        """Whether its paper lies before the signers, or was signed by both."""
        return self.due_at is not None and not self.unsigned_because


class Funding(models.Model):
    """Money of the treasury for a contract: one for its value, one for each change that needs more. `number` is the treasury's
    commitment, empty until it answered. Kept as its contract.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="fundings")
    reference = models.CharField(max_length=64, unique=True)
    minor = models.BigIntegerField()
    by = models.CharField(max_length=100)
    number = models.CharField(max_length=32, blank=True, default="")
    asked_at = models.DateTimeField()
    committed_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=200, blank=True, default="")
    """Why the rest is given back; set when it may be."""
    released_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_funding_of_something")]

    def __str__(self) -> str:
        return self.reference


class Milestone(models.Model):
    """A part that is delivered, accepted and paid by itself; the milestones' values sum to the contract's. Kept as it."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    minor = models.BigIntegerField()
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in MilestoneState], default=MilestoneState.OPEN.value
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "position"], name="procurement_milestone_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_milestone_is_worth_something"),
        ]

    def __str__(self) -> str:
        return self.title


class Guarantee(models.Model):
    """A promise of a bank or insurer that secures one side of a contract; given back when it is not needed any more, or called.
    Kept as its contract.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="guarantees")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in GuaranteeKind])
    minor = models.BigIntegerField()
    issuer = models.CharField(max_length=140)
    number = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_until = models.DateField()
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in GuaranteeState], default=GuaranteeState.HELD.value
    )
    lodged_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="procurement_guarantee_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_guarantees_something"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("valid_from")), name="procurement_guarantee_period"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Change(models.Model):
    """A change of a contract: proposed by one side, agreed by the other, in force when its money stands. Never edited after
    that. Kept as its contract.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="changes")
    serial = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in ChangeKind])
    reason = models.TextField()
    minor_before = models.BigIntegerField()
    minor_after = models.BigIntegerField()
    ends_before = models.DateField()
    ends_after = models.DateField()
    side = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Side])
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in ChangeState], default=ChangeState.PROPOSED.value
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    in_force_at = models.DateTimeField(null=True)
    """The instant of the release that tells of it."""
    funding = models.OneToOneField(Funding, models.PROTECT, null=True, related_name="change")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "serial"], name="procurement_change_once"),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state__in=list(LIVING)),
                name="procurement_one_change_at_a_time",
            ),
            models.CheckConstraint(condition=Q(minor_after__gt=0), name="procurement_change_leaves_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}/{self.serial}"


class Delivery(models.Model):
    """That the supplier delivered a milestone, and what the inspection found. A refused one is followed by another. Kept as its
    contract.
    """

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="deliveries")
    note = models.TextField(blank=True)
    delivered_at = models.DateTimeField()
    delivered_by = models.CharField(max_length=100)
    inspect_by = models.DateField()
    inspected_at = models.DateTimeField(null=True)
    inspected_by = models.CharField(max_length=100, blank=True, default="")
    accepted = models.BooleanField(null=True)
    faults = models.TextField(blank=True, default="")
    days_late = models.PositiveIntegerField(default=0)
    penalty_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=Q(accepted=None) | Q(accepted=True),
                name="procurement_one_delivery_stands",
            ),
            models.CheckConstraint(
                condition=Q(accepted=None, inspected_at=None)
                | Q(accepted__isnull=False, inspected_at__isnull=False) & ~Q(inspected_by=""),
                name="procurement_inspected_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.delivered_at:%Y-%m-%d}"


class Invoice(models.Model):
    """What the supplier asks for an accepted milestone: its value less the penalty. Kept ten years after the contract's end."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=40)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="invoices")
    gross_minor = models.BigIntegerField()
    penalty_minor = models.BigIntegerField(default=0)
    minor = models.BigIntegerField()
    """What is paid."""
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in InvoiceState], default=InvoiceState.SUBMITTED.value
    )
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=100)
    due_on = models.DateField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    refused_because = models.TextField(blank=True, default="")
    paid_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "number"], name="procurement_invoice_once"),
            models.UniqueConstraint(
                fields=["milestone"],
                condition=~Q(state=InvoiceState.REFUSED.value),
                name="procurement_one_invoice_a_milestone",
            ),
            models.CheckConstraint(
                condition=Q(
                    minor__gt=0, penalty_minor__gte=0, gross_minor=models.F("minor") + models.F("penalty_minor")
                ),
                name="procurement_invoice_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Claim(models.Model):
    """A part of an invoice that one funding pays. `number` is the treasury's. Kept as its invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="claims")
    funding = models.ForeignKey(Funding, on_delete=models.PROTECT, related_name="claims")
    minor = models.BigIntegerField()
    number = models.CharField(max_length=40, blank=True, default="")
    paid_on = models.DateField(null=True)
    came_back = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "funding"], name="procurement_claim_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="procurement_claims_something"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.funding_id}"
