"""The fiscal management plan."""

from django.db import models
from django.db.models import Q


class FiscalPlan(models.Model):
    """A plan of the fiscal years from `first_year` on, made in that year; a changed one is another edition. A draft until the
    government resolves on it; from then on nothing of it changes (the database refuses it). Kept for ever.
    """

    first_year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    # The direction and the aims of the state's finances, and on what the figures of later years rest.
    aims = models.TextField()
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=100)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.CharField(max_length=100, blank=True)
    resolution = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first_year", "edition"], name="treasury_one_edition"),
            models.UniqueConstraint(
                fields=["first_year"], condition=Q(adopted_at=None), name="treasury_one_draft_plan_a_year"
            ),
            models.CheckConstraint(condition=~Q(aims=""), name="treasury_plan_aims_at_something"),
            models.CheckConstraint(
                condition=Q(adopted_at=None) | (~Q(adopted_by="") & ~Q(resolution="")),
                name="treasury_plan_adopted_by_a_resolution",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_year}.{self.edition}"


class PlanFigure(models.Model):
    """What a programme of an office is planned to cost in a year, by economic class. Kept as its plan."""

    plan = models.ForeignKey(FiscalPlan, on_delete=models.PROTECT, related_name="figures")
    office = models.CharField(max_length=32)
    programme = models.CharField(max_length=32)
    economic = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "office", "programme", "economic", "year"], name="treasury_one_figure_a_year"
            ),
            models.CheckConstraint(condition=Q(minor__gte=0), name="treasury_planned_not_below_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.programme} {self.year}"
