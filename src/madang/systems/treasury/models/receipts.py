"""Revenue: the charges of every system, as their members report them."""

from django.db import models

from madang.framework.values import Money


class ReportedCharge(models.Model):
    """A charge of any system, by its number, which names its member. Whose it is stays with its system: the treasury needs no
    person. `revenue` is the GFSM 2014 code, empty where the money is only held (the charge gathers others, or is a deposit);
    `at_home`: the journal of this member holds its accrual entries already. Each step is posted once. Kept ten years.
    """

    number = models.CharField(max_length=60, unique=True)
    member = models.CharField(max_length=64)
    system = models.CharField(max_length=64)
    service = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    account = models.CharField(max_length=64)
    revenue = models.CharField(max_length=16)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at_home = models.BooleanField()
    state = models.CharField(
        max_length=16, blank=True, choices=[(one, one) for one in ("open", "paid", "dropped", "refunded")]
    )
    charged_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(minor__gt=0), name="treasury_charges_something")]
        indexes = [
            models.Index(fields=["minor"], condition=models.Q(state="open"), name="treasury_open_charges"),
            models.Index(fields=["revenue", "paid_at"], name="treasury_receipts_by_class"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def amount(self) -> Money:
        """How much."""
        return Money(self.minor, self.currency)


class CashCeiling(models.Model):
    """How much may leave the single account on a day; the newest word for a day counts. Appended. Kept ten years."""

    day = models.DateField()
    minor = models.BigIntegerField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(minor__gte=0), name="treasury_cash_ceiling_not_negative")
        ]
        indexes = [models.Index(fields=["day", "-id"], name="treasury_ceiling_of_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.minor}"
