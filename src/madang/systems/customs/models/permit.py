"""What an agency is asked of goods: the agency's own books."""

from django.db import models


class PermitRequest(models.Model):
    """Customs asked whether the goods of one item meet an act. The case decides it. Kept five years."""

    number = models.CharField(max_length=40, unique=True)
    office_code = models.CharField(max_length=64)
    requirement = models.CharField(max_length=40)
    declaration = models.CharField(max_length=32)
    item = models.PositiveIntegerField()
    facts = models.JSONField()
    asked_at = models.DateTimeField()
    case = models.CharField(max_length=60, blank=True, default="")
    answer = models.CharField(max_length=8)
    says = models.CharField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "item", "requirement"], name="customs_permit_asked_once"),
        ]

    def __str__(self) -> str:
        return self.number
