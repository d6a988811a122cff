"""Authorised economic operators."""

from django.db import models
from django.db.models import F, Q

from madang.framework.values import Party, PartyKind


class AuthorisedOperator(models.Model):
    """A business that customs authorised for the safety of its trade, in one sector (Customs Act of Korea art. 255-2). Whoever
    is listed is trusted by selection, and may be let pay later. Kept five years after it ended."""

    party_kind = models.CharField(max_length=16, default=PartyKind.BUSINESS.value)
    party_key = models.CharField(max_length=64)
    party_name = models.CharField(max_length=200)
    sector = models.CharField(max_length=16)
    """Importer, exporter, broker and such (`usecases/securing/words.py`)."""
    grade = models.CharField(max_length=3)
    office_code = models.CharField(max_length=64)
    valid_from = models.DateField()
    valid_until = models.DateField()
    ended_on = models.DateField(null=True)
    """When customs took it back before its time."""
    reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        db_table = "customs_operator"
        constraints = [
            models.UniqueConstraint(
                fields=["party_kind", "party_key", "sector"], condition=Q(ended_on=None), name="customs_operator_once"
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="customs_operator_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.party_key} {self.sector}"

    @property
    def party(self) -> Party:
        """Which business."""
        return Party(PartyKind(self.party_kind), self.party_key)
