"""Revenue in the budget."""

from django.db import models
from django.db.models import Q

from madang.systems.treasury.models.formulation import Budget


class RevenueEstimate(models.Model):
    """One change of what a budget expects of a class of revenue (GFSM 2014, table 5.1), with how it was estimated; by the
    budget office, or by parliament with its motion. What is expected is the sum of the changes, never below nothing. Appended
    only, while the budget is not decided. Kept as its budget.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="revenue")
    code = models.CharField(max_length=16)
    minor = models.BigIntegerField()
    basis = models.CharField(max_length=300)
    authority = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(minor=0), name="treasury_expects_something"),
            models.CheckConstraint(condition=~Q(basis=""), name="treasury_estimated_somehow"),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} {self.code} {self.minor}"
