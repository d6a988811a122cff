"""The objection."""

from django.db import models

from madang.framework.cases.models.case import Case
from madang.framework.cases.models.decision import Decision


class Objection(models.Model):
    """What the applicant holds against a decision. Another official than its decider answers it, in days of its own.

    One a decision; answered once. Kept as its case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    against = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="objection")
    reasons = models.TextField()
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    extended_days = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=16, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.reasons[:40]}"
