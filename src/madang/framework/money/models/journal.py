"""The journal."""

from django.db import models

from madang.framework.money.domain.journal import ACCRUAL
from madang.framework.money.domain.states import AccountKind


class LedgerAccount(models.Model):
    """A ledger account. Its code never changes its meaning. Kept for ever."""

    code = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AccountKind])

    def __str__(self) -> str:
        return self.code


class Entry(models.Model):
    """One happening in the books. Appended only; its lines sum to zero in each currency and fund, which the database checks
    at commit. Kept ten years (National Accounting Act).
    """

    at = models.DateTimeField()
    # The day on which it counts; no entry counts on a day of a locked period.
    booked_on = models.DateField()
    # Which set of books: accrual, or cash (receipts and payments alone). Each book balances by itself.
    book = models.CharField(max_length=16, default=ACCRUAL)
    kind = models.CharField(max_length=32)
    reference = models.CharField(max_length=100)
    memo = models.CharField(max_length=200, blank=True)

    class Meta:
        # The same happening is posted once, whatever is repeated.
        constraints = [models.UniqueConstraint(fields=["book", "kind", "reference"], name="money_posted_once")]
        indexes = [
            models.Index(fields=["booked_on"], name="money_entry_day"),
            models.Index(fields=["reference"], name="money_entry_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Line(models.Model):
    """One side of an entry, in minor units: debit positive, credit negative, never zero. Appended only. Kept as its entry."""

    # That both are there is asked by a trigger, once a statement: a foreign key asks for each line, and every writer of a list
    # would hold the row of the same few accounts.
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines", db_constraint=False)
    account = models.ForeignKey(
        LedgerAccount, on_delete=models.PROTECT, related_name="lines", db_constraint=False, db_index=False
    )
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    # Whose money: empty is the general fund. An entry balances within each fund.
    fund = models.CharField(max_length=32, blank=True, default="")
    # What it was for, in the classification of whoever posts (a budget line, a revenue code).
    coding = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(minor=0), name="money_line_not_zero")]
        # Named, because that of a foreign key on text comes with a second one for LIKE, which nobody asks.
        indexes = [models.Index(fields=["account"], name="money_line_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.minor} {self.currency}"


class LockedPeriod(models.Model):
    """Days in which nothing is posted any more; what is found wrong later is corrected on a later day. Never unlocked,
    never overlapping (the database refuses both). Kept for ever.
    """

    starts_on = models.DateField()
    ends_on = models.DateField()
    locked_at = models.DateTimeField()
    locked_by = models.CharField(max_length=100)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="money_period_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on}/{self.ends_on}"


class PeriodTotal(models.Model):
    """The sum of a locked period by book, account, fund and currency, taken when it was locked: nothing changes it any
    more, so statements add totals instead of lines. `closing` sums the entries that closed the year. Kept for ever.
    """

    period = models.ForeignKey(LockedPeriod, on_delete=models.PROTECT, related_name="totals")
    book = models.CharField(max_length=16)
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="+")
    fund = models.CharField(max_length=32, blank=True)
    currency = models.CharField(max_length=3)
    closing = models.BooleanField()
    minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "book", "account", "fund", "currency", "closing"], name="money_one_total"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.account_id} {self.minor}"
