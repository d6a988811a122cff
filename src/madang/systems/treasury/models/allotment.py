"""When a line's money is let go."""

from django.db import models
from django.db.models import Q

from madang.systems.treasury.models.line import BudgetLine


class AllotmentPart(models.Model):
    """What of a line is to be let go in a quarter, or in one month of it, of the fiscal year. Planned parts may be replaced; a
    released one is a movement of its line and stays. Kept as its line.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="parts")
    quarter = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField(default=0)
    minor = models.BigIntegerField()
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=100)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "quarter", "month"], name="treasury_one_part"),
            models.CheckConstraint(condition=Q(quarter__gte=1) & Q(quarter__lte=4), name="treasury_a_quarter"),
            models.CheckConstraint(condition=Q(month__lte=12), name="treasury_a_month"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_allots_something"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} Q{self.quarter} M{self.month}"
