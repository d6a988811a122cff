"""What the bank told."""

from django.db import models


class BankStatement(models.Model):
    """A statement of the single account, booked once, with the booked balances it opens and closes with where it tells them.
    `gap` is what lies between the statement before and this one: other than nothing, a statement is missing. Kept ten years.
    """

    account = models.CharField(max_length=34)
    number = models.CharField(max_length=35)
    opening = models.BigIntegerField(null=True)
    closing = models.BigIntegerField(null=True)
    closed_on = models.DateField(null=True)
    gap = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="treasury_statement_once")]

    def __str__(self) -> str:
        return self.number


class BankEntry(models.Model):
    """One booked movement, by the bank's own reference, so that overlapping files book it once. `effect` says what it did:
    paid, returned, confirmed (its charge was booked already), suspense, cleared out of suspense, or sent_back (money that stood
    in suspense left again). `party_account` is the other side's account, where the bank names it. Kept ten years.
    """

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=34)
    reference = models.CharField(max_length=48)
    booked_on = models.DateField()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    end_to_end = models.CharField(max_length=35, blank=True)
    text = models.CharField(max_length=140, blank=True)
    party = models.CharField(max_length=140, blank=True)
    party_account = models.CharField(max_length=34, blank=True, default="", db_default="")
    reason = models.CharField(max_length=35, blank=True)
    effect = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "reference"], name="treasury_bank_entry_once")]
        indexes = [
            models.Index(fields=["booked_on"], condition=models.Q(effect="suspense"), name="treasury_in_suspense")
        ]

    def __str__(self) -> str:
        return self.reference


class Clearing(models.Model):
    """What an officer says that an entry in suspense was: a charge, an order of ours, or revenue without a charge. Above the
    country's limit a second officer accepts it before anything is posted. One for an entry. Kept ten years.
    """

    entry = models.OneToOneField(BankEntry, on_delete=models.PROTECT, related_name="clearing")
    kind = models.CharField(max_length=16, choices=[(one, one) for one in ("charge", "order", "revenue")])
    target = models.CharField(max_length=64)
    why = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=100, blank=True)
    four_eyes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(four_eyes=False) | ~models.Q(accepted_by=models.F("proposed_by")),
                name="treasury_two_clear_large_sums",
            ),
            models.UniqueConstraint(
                fields=["kind", "target"], condition=~models.Q(kind="revenue"), name="treasury_cleared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"


class StatusReport(models.Model):
    """What the bank said of a batch before paying it, by the bank's own message number: acted on once. Kept ten years."""

    message = models.CharField(max_length=35, unique=True)
    batch = models.ForeignKey("treasury.PaymentBatch", on_delete=models.PROTECT, related_name="reports")
    accepted = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.message
