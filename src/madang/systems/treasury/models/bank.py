"""What the bank told."""

from django.db import models


class BankStatement(models.Model):
    """A statement of the single account, booked once. Kept ten years."""

    account = models.CharField(max_length=34)
    number = models.CharField(max_length=35)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="treasury_statement_once")]

    def __str__(self) -> str:
        return self.number


class BankEntry(models.Model):
    """One booked movement, by the bank's own reference, so that overlapping files book it once. Kept ten years."""

    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=34)
    reference = models.CharField(max_length=35)
    booked_on = models.DateField()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    end_to_end = models.CharField(max_length=35, blank=True)
    text = models.CharField(max_length=140, blank=True)
    effect = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "reference"], name="treasury_bank_entry_once")]

    def __str__(self) -> str:
        return self.reference
