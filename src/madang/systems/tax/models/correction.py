"""What the tax office made of claims for correction."""

from django.db import models


class CorrectionDecision(models.Model):
    """The decision on a claim for correction (in Korea 경정청구). A claim counts only once it was granted. An upheld
    objection replaces it. Kept ten years.
    """

    claim = models.OneToOneField("tax.Return", on_delete=models.PROTECT, related_name="decision")
    granted = models.BooleanField()
    back_minor = models.BigIntegerField(default=0)
    """By how much less the taxpayer owes; nothing where it was refused."""
    currency = models.CharField(max_length=3)
    decided_at = models.DateTimeField()
    case = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.granted}"
