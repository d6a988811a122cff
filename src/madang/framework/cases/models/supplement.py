"""What an official asks the applicant to add."""

from django.db import models

from madang.framework.cases.models.case import Case


class Supplement(models.Model):
    """A request to add something, and the answer. While it is open the case's clock stands; a case has one open at most.

    Answered once. Kept as its case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supplements")
    asked = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=120)
    answer_by = models.DateField()
    answer = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(answered_at=None, lapsed_at=None),
                name="cases_one_open_supplement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.asked[:40]}"
