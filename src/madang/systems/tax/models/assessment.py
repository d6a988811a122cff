"""What officers assess, and what taxpayers say against it."""

from django.db import models
from django.db.models import F, Q

from madang.systems.tax.domain.disputes import AssessmentState, DisputeKind, DisputeState
from madang.systems.tax.domain.words import Tax


class Assessment(models.Model):
    """What an officer found that a taxpayer owes for a tax and period, on which facts and law; a reviewer approves it, who is
    somebody else; then the notice goes out and the due stands. Never edited: what was proposed wrongly is sent back.
    Kept ten years.
    """

    number = models.CharField(max_length=40, unique=True)
    taxpayer = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="assessments")
    tax = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Tax])
    period = models.CharField(max_length=16)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    facts = models.CharField(max_length=4000)
    reasons = models.CharField(max_length=4000)
    law = models.CharField(max_length=300)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    state = models.CharField(
        max_length=16,
        choices=[(one.value, one.value) for one in AssessmentState],
        default=AssessmentState.PROPOSED.value,
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    remark = models.CharField(max_length=1000, blank=True, default="")
    """Why the reviewer sent it back."""
    due = models.OneToOneField("tax.Due", on_delete=models.PROTECT, null=True, related_name="assessment")
    notice = models.CharField(max_length=60, blank=True, default="")
    """The number of the sealed notice."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gte=0), name="tax_assessment_not_negative"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="tax_assessed_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.APPROVED.value) | ~Q(decided_by=""), name="tax_assessment_approved"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Dispute(models.Model):
    """A taxpayer's objection to an assessment, or appeal after it. `asked_minor` is what the taxpayer says it owes;
    granted, that is
    what a new assessment says. One of a kind an assessment. Kept ten years.
    """

    number = models.CharField(max_length=40, unique=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DisputeKind])
    asked_minor = models.BigIntegerField()
    ground = models.CharField(max_length=4000)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in DisputeState], default=DisputeState.OPEN.value
    )
    case = models.CharField(max_length=60, blank=True, default="")
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "kind"], name="tax_disputed_once_a_kind"),
            models.CheckConstraint(condition=Q(asked_minor__gte=0), name="tax_disputed_not_negative"),
        ]

    def __str__(self) -> str:
        return self.number
