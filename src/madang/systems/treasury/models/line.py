"""Budget lines and their movements."""

from django.db import models
from django.db.models import F, Q

from madang.systems.treasury.domain.control import Stage, budget_of


class BudgetLine(models.Model):
    """What parliament appropriated for one office, activity, economic class (GFSM 2014), function (COFOG), fund and region in
    a fiscal year. Its amounts are the sums of its movements, written by the database alone, each stage within the stage
    before. Kept for ever.
    """

    year = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=32)
    activity = models.CharField(max_length=32)
    economic = models.CharField(max_length=16)
    function = models.CharField(max_length=16)
    fund = models.CharField(max_length=32, blank=True)
    region = models.CharField(max_length=16, blank=True)
    currency = models.CharField(max_length=3)
    titles = models.JSONField(default=dict)
    appropriated = models.BigIntegerField(default=0)
    transferred = models.BigIntegerField(default=0)
    carried = models.BigIntegerField(default=0)
    allotted = models.BigIntegerField(default=0)
    frozen = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    obligated = models.BigIntegerField(default=0)
    ordered = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "office", "activity", "economic", "fund", "region"], name="treasury_one_line"
            ),
            models.CheckConstraint(
                condition=Q(allotted__lte=F("appropriated") + F("transferred") + F("carried")),
                name="treasury_allotted_within_budget",
            ),
            models.CheckConstraint(
                condition=Q(committed__lte=F("allotted") - F("frozen")), name="treasury_committed_within_allotment"
            ),
            models.CheckConstraint(
                condition=Q(obligated__lte=F("committed")), name="treasury_obligated_within_commitments"
            ),
            models.CheckConstraint(
                condition=Q(ordered__lte=F("obligated")), name="treasury_ordered_within_obligations"
            ),
            models.CheckConstraint(condition=Q(paid__lte=F("ordered")), name="treasury_paid_within_orders"),
            models.CheckConstraint(condition=Q(paid__gte=0), name="treasury_paid_not_negative"),
            models.CheckConstraint(condition=Q(frozen__gte=0), name="treasury_frozen_not_negative"),
            models.CheckConstraint(
                condition=Q(appropriated__gte=0) & Q(transferred__gte=-F("appropriated")),
                name="treasury_transferred_within_appropriation",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The line as the journal's coding names it."""
        return f"{self.year}/{self.activity}/{self.economic}/{self.pk}"

    @property
    def amounts(self) -> dict[Stage, int]:
        """What stands at each stage."""
        return {
            Stage.APPROPRIATION: self.appropriated,
            Stage.TRANSFER: self.transferred,
            Stage.CARRY_OVER: self.carried,
            Stage.ALLOTMENT: self.allotted,
            Stage.FREEZE: self.frozen,
            Stage.COMMITMENT: self.committed,
            Stage.OBLIGATION: self.obligated,
            Stage.ORDER: self.ordered,
            Stage.PAYMENT: self.paid,
        }

    @property
    def budget(self) -> int:
        """What it may spend in its year: appropriated, with transfers and carry-over."""
        return budget_of(self.amounts)

    @property
    def programme(self) -> str:
        """The programme of its activity: the code up to the first dash."""
        return self.activity.partition("-")[0]


class Movement(models.Model):
    """One change of a line at one stage, with the document that caused it. Appended only; each document moves a stage once. The
    transfers of one document sum to nothing, and so does its carry-over. Kept as its line.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="movements")
    stage = models.CharField(max_length=16, choices=[(stage.value, stage.value) for stage in Stage])
    minor = models.BigIntegerField()
    document = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "stage", "line"], name="treasury_moved_once"),
            models.CheckConstraint(condition=~Q(minor=0), name="treasury_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.stage} {self.minor}"
