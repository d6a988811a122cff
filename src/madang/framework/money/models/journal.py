"""The journal."""

from django.db import models

from madang.framework.money.domain.states import AccountKind


class LedgerAccount(models.Model):
    """A ledger account. Its code never changes its meaning. Kept for ever."""

    code = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AccountKind])

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """One happening in the books. Appended only; its lines sum to zero in each currency, which the database checks at
    commit. Kept ten years (National Accounting Act).
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=32)
    reference = models.CharField(max_length=100)
    memo = models.CharField(max_length=200, blank=True)

    class Meta:
        # The same happening is posted once, whatever is repeated.
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="money_posted_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Line(models.Model):
    """One side of an entry, in minor units: debit positive, credit negative, never zero. Appended only. Kept as its entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="lines")
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(minor=0), name="money_line_not_zero")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.minor} {self.currency}"
