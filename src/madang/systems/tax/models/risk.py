"""What matching found, and who is audited for which reason."""

from django.db import models
from django.db.models import F, Q

from madang.framework.protect.fields import EncryptedText
from madang.systems.tax.domain.risk_words import FindingKind, FindingState, PickReason, SelectionState


class InvoiceFact(models.Model):
    """One invoice as one side reports it for matching: what the buyer's VAT return lists, and what sellers report that
    issued no electronic one. Never edited; a side that reports again has its period loaded anew. Kept ten years.
    """

    side = models.CharField(max_length=6, choices=[("seller", "seller"), ("buyer", "buyer")])
    number = models.CharField(max_length=40)
    seller = models.CharField(max_length=64)
    buyer = models.CharField(max_length=64)
    issued_on = models.DateField()
    minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=[("valid", "valid"), ("cancelled", "cancelled")], default="valid")

    class Meta:
        indexes = [models.Index(fields=["side", "issued_on"], name="tax_invoice_facts_by_day")]

    def __str__(self) -> str:
        return f"{self.side}: {self.number}"


class RiskFinding(models.Model):
    """A question to a trader that matching raised, with its reasons in figures and the rows that it rests on. Found once a
    kind, trader and month: `key`. Figures are of the last run while it is open, and stay once somebody decided. Kept ten years.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=32, choices=[(one.value, one.value) for one in FindingKind])
    subject = models.CharField(max_length=64)
    """The trader's registration number; one that no register knows has findings, too."""
    month = models.DateField()
    """The first day of the month."""
    lines = models.PositiveIntegerField()
    tax_minor = models.BigIntegerField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    """`[{"rule", "points"}]`, the rules of `risk_rules.yaml` that held."""
    figures = models.JSONField(default=dict)
    evidence = models.JSONField()
    """The first rows, each with the columns of the matching."""
    found_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in FindingState], default=FindingState.OPEN.value
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decision = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=100), name="tax_risk_score_up_to_100"),
            models.CheckConstraint(
                condition=~Q(state=FindingState.CLEARED.value) | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="tax_risk_cleared_with_reasons",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-score"], name="tax_risks_by_score"),
            models.Index(fields=["subject"], name="tax_risks_by_trader"),
        ]

    def __str__(self) -> str:
        return self.key


class AuditSelection(models.Model):
    """Whom to audit, by rules that are stated and by a draw that can be computed again. The seed is drawn and bound by
    `commitment` when it is proposed; who approves adds words of their own, so that neither chooses the draw. Kept ten years.
    """

    number = models.CharField(max_length=40, unique=True)
    rules = models.JSONField()
    """`{"least_score", "most", "chance"}`."""
    population = models.JSONField()
    """Who could be drawn, in order; `digest` is its hash."""
    digest = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    seed = EncryptedText(purpose="tax.selection_seed")
    seed_public = models.CharField(max_length=64, blank=True, default="")
    words = models.CharField(max_length=200, blank=True, default="")
    threshold = models.CharField(max_length=64, blank=True, default="")
    """The rank of the last one drawn: whoever ranks up to it is drawn."""
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    state = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in SelectionState], default=SelectionState.PROPOSED.value
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("decided_by")), name="tax_selection_by_four_eyes"),
            models.CheckConstraint(
                condition=~Q(state=SelectionState.APPROVED.value) | (~Q(seed_public="") & ~Q(words="")),
                name="tax_selection_approved_shows_its_seed",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AuditPick(models.Model):
    """A trader who is audited, why, and the case. Kept as its selection."""

    selection = models.ForeignKey(AuditSelection, on_delete=models.PROTECT, related_name="picks")
    subject = models.CharField(max_length=64)
    reason = models.CharField(max_length=6, choices=[(one.value, one.value) for one in PickReason])
    score = models.PositiveSmallIntegerField(default=0)
    rank = models.CharField(max_length=64, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "subject"], name="tax_picked_once")]

    def __str__(self) -> str:
        return self.subject
