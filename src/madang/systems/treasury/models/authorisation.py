"""Promises over several years."""

from django.db import models
from django.db.models import F, Q

from madang.systems.treasury.domain.authorisations import Kind
from madang.systems.treasury.models.formulation import Budget, BudgetItem


class Authorisation(models.Model):
    """A continuing appropriation or a contract authorisation, asked for with an item of a budget and voted with the budget: it
    holds once the budget is enacted, unless it was struck out before. `undertaken` is the sum of what was promised under it,
    written by the database alone, never above `total`. Kept for ever.
    """

    number = models.CharField(max_length=32, unique=True)
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="authorisations")
    item = models.ForeignKey(BudgetItem, on_delete=models.PROTECT, related_name="authorisations")
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    purpose = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=140)
    reason = models.TextField()
    exception = models.TextField(blank=True)
    total = models.BigIntegerField()
    undertaken = models.BigIntegerField(default=0)
    last_year = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    struck_at = models.DateTimeField(null=True)
    struck_by = models.CharField(max_length=100, blank=True)
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name="treasury_authorises_something"),
            models.CheckConstraint(
                condition=Q(undertaken__gte=0) & Q(undertaken__lte=F("total")),
                name="treasury_undertaken_within_authorisation",
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None) | (~Q(struck_by="") & ~Q(struck_reason="")),
                name="treasury_struck_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AuthorisedYear(models.Model):
    """How much of it a fiscal year pays; together the total. Appended only. Kept as its authorisation."""

    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authorisation", "year"], name="treasury_one_share_a_year"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_a_year_pays_something"),
        ]

    def __str__(self) -> str:
        return f"{self.authorisation_id} {self.year}"


class Undertaking(models.Model):
    """A promise made under an authorisation in a fiscal year, such as a contract over several years; the years that pay it
    commit their part on their own lines. Appended only. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="undertakings")
    year = models.PositiveSmallIntegerField()
    payee = models.CharField(max_length=140)
    purpose = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_undertakes_something")]

    def __str__(self) -> str:
        return self.number


class AuthorisationExtension(models.Model):
    """A later last year of a continuing appropriation, proposed with a later budget: it holds once parliament has voted that
    budget (National Finance Act art. 23 (3)). Appended only. Kept as its authorisation.
    """

    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="extensions")
    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="extensions")
    last_year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authorisation", "budget"], name="treasury_extended_once_a_budget"),
            models.CheckConstraint(condition=~Q(reason=""), name="treasury_extended_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.authorisation_id} {self.last_year}"


class DisasterUse(models.Model):
    """What an office asks to promise under an authorisation for disasters, and what the budget office decided on the
    government's resolution, as for the contingency (National Finance Act arts. 25 (2), 51). Decided once; what is granted is
    an undertaking. Kept ten years.
    """

    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="uses")
    office = models.CharField(max_length=32)
    payee = models.CharField(max_length=140)
    purpose = models.CharField(max_length=140)
    reason = models.CharField(max_length=300)
    minor = models.BigIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)
    resolution = models.CharField(max_length=300, blank=True)
    undertaking = models.OneToOneField(Undertaking, on_delete=models.PROTECT, null=True, related_name="use")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0) & ~Q(reason=""), name="treasury_use_of_something"),
            models.CheckConstraint(
                condition=Q(decided_at=None, undertaking=None)
                | (Q(decided_at__isnull=False) & ~Q(resolution="") & ~Q(decided_by=F("asked_by"))),
                name="treasury_use_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authorisation_id} {self.office} {self.minor}"
