"""What the state borrowed."""

from django.db import models

from madang.systems.treasury.domain.debt import DayCount


class Debt(models.Model):
    """A bond or a loan in the state's own currency. `accrued` is the interest booked so far. Kept ten years after its end."""

    number = models.CharField(max_length=40, unique=True)
    lender = models.CharField(max_length=140)
    fund = models.CharField(max_length=32, blank=True)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    rate = models.DecimalField(max_digits=9, decimal_places=6)
    day_count = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DayCount])
    issued_on = models.DateField()
    accrued = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minor__gt=0) & models.Q(rate__gte=0) & models.Q(accrued__gte=0),
                name="treasury_debt_of_something",
            )
        ]

    def __str__(self) -> str:
        return self.number


class DebtService(models.Model):
    """One due day of a debt: what is repaid and the interest of its period. Kept as its debt."""

    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="services")
    due_on = models.DateField()
    principal = models.BigIntegerField()
    interest = models.BigIntegerField()
    paid_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debt", "due_on"], name="treasury_one_service_a_day"),
            models.CheckConstraint(
                condition=models.Q(principal__gte=0) & models.Q(interest__gte=0), name="treasury_service_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debt_id} {self.due_on}"
