"""Budgets on their way to the law: ceilings, items, and every change of an item."""

from django.db import models
from django.db.models import Q

from madang.systems.treasury.domain.formulation import Round, State


class Budget(models.Model):
    """The budget of a fiscal year (`serial` 0) or a supplementary one (1, 2, …). Its items change by recorded changes
    alone, each in the round that the budget's state opens; a vote of parliament ends it. Kept for ever.
    """

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=16, choices=[(one.value, one.value) for one in State])
    requests_until = models.DateField()
    transfers_between = models.BooleanField(default=False)
    provisions = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    opened_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    enacted_at = models.DateTimeField(null=True)
    act = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="treasury_one_budget"),
            models.UniqueConstraint(
                fields=["year"], condition=~Q(state__in=["enacted", "rejected"]), name="treasury_one_open_budget_a_year"
            ),
            models.CheckConstraint(
                condition=~Q(state="enacted") | (Q(enacted_at__isnull=False) & ~Q(act="")),
                name="treasury_enacted_by_an_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}.{self.serial}"


class Ceiling(models.Model):
    """The most that an office may ask for in a year of the medium-term plan, for all its programmes or for one. Kept ten
    years.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="ceilings")
    office = models.CharField(max_length=32)
    programme = models.CharField(max_length=32, blank=True)
    year = models.PositiveSmallIntegerField()
    minor = models.BigIntegerField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["budget", "office", "programme", "year"], name="treasury_one_ceiling"),
            models.CheckConstraint(condition=Q(minor__gte=0), name="treasury_ceiling_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.programme} {self.year}"


class BudgetItem(models.Model):
    """A line as it is asked for, reviewed and voted. The three amounts are versions of the budget: what was requested,
    what the government proposes, what parliament makes of it; each the sum of its changes, written by the database alone. In a
    supplementary budget an amount may be negative. Kept as its budget.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="items")
    office = models.CharField(max_length=32)
    activity = models.CharField(max_length=32)
    economic = models.CharField(max_length=16)
    function = models.CharField(max_length=16)
    fund = models.CharField(max_length=32, blank=True)
    region = models.CharField(max_length=16, blank=True)
    requested = models.BigIntegerField(default=0)
    proposed = models.BigIntegerField(default=0)
    voted = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "office", "activity", "economic", "fund", "region"], name="treasury_one_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.activity} {self.economic}"

    @property
    def programme(self) -> str:
        """The programme of its activity."""
        return self.activity.partition("-")[0]


class BudgetChange(models.Model):
    """One change of an item: a request, a cut or raise by the budget office, an amendment by parliament, with its reason
    and the motion or article it stands on. Appended only, in the round that is open. Kept as its item.
    """

    item = models.ForeignKey(BudgetItem, on_delete=models.PROTECT, related_name="changes")
    round = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Round])
    minor = models.BigIntegerField()
    reason = models.TextField()
    authority = models.CharField(max_length=200, blank=True)
    consent = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=~Q(minor=0), name="treasury_changes_something"),
            models.CheckConstraint(
                condition=~Q(round="amendment") | ~Q(authority=""), name="treasury_amended_by_a_motion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.round} {self.minor}"
