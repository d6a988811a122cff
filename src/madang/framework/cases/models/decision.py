"""The decision."""

from django.db import models

from madang.framework.cases.models.case import Case


class Decision(models.Model):
    """What an official decided, why and by which law, as told to the applicant. Appended only; an upheld objection adds a
    second one that replaces the first. Kept as its case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=16)
    reasons = models.TextField()
    legal_text = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=120)
    office_code = models.CharField(max_length=64)
    on_objection = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "on_objection"], name="cases_one_decision_an_instance")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.decided_at:%Y-%m-%d}"
