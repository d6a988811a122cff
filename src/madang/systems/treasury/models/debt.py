"""What the state borrowed."""

from django.db import models

from madang.systems.treasury.domain.debt import DayCount

KINDS = ("bond", "loan")


class LoanAgreement(models.Model):
    """What a lender promised, in its currency, to be drawn until a day; each draw-down is a debt with the terms
    agreed here. Nothing is booked before money is drawn (IPSAS 41: a liability is the lender's claim). `drawn` never exceeds
    `minor`. Kept ten years after the end of its last debt.
    """

    number = models.CharField(max_length=40, unique=True)
    lender = models.CharField(max_length=140)
    purpose = models.CharField(max_length=140)
    fund = models.CharField(max_length=32, blank=True)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    drawn = models.BigIntegerField(default=0)
    rate = models.DecimalField(max_digits=9, decimal_places=6)
    day_count = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DayCount])
    every = models.PositiveSmallIntegerField()
    times = models.PositiveSmallIntegerField()
    bullet = models.BooleanField()
    signed_on = models.DateField()
    available_until = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(drawn__gte=0) & models.Q(minor__gt=0) & models.Q(minor__gte=models.F("drawn")),
                name="treasury_loan_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=models.Q(available_until__gte=models.F("signed_on")),
                name="treasury_loan_available_once_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Debt(models.Model):
    """A bond, or a loan as it was drawn, in its own currency. Of another than the state's, `received` is what the bank paid out
    for it in the state's. `accrued` is the interest booked so far. Kept ten years after its end."""

    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8, choices=[(one, one) for one in KINDS], default="bond")
    agreement = models.ForeignKey(LoanAgreement, on_delete=models.PROTECT, null=True, related_name="debts")
    lender = models.CharField(max_length=140)
    fund = models.CharField(max_length=32, blank=True)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    rate = models.DecimalField(max_digits=9, decimal_places=6)
    day_count = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DayCount])
    issued_on = models.DateField()
    accrued = models.BigIntegerField(default=0)
    received = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minor__gt=0) & models.Q(rate__gte=0) & models.Q(accrued__gte=0),
                name="treasury_debt_of_something",
            ),
            models.CheckConstraint(
                condition=models.Q(received=None) | models.Q(received__gt=0), name="treasury_debt_brought_something"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DebtService(models.Model):
    """One due day of a debt, in its currency: what is repaid and the interest of its period. Of another currency than the
    state's, `cost` is what the bank took for it in the state's. Kept as its debt."""

    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="services")
    due_on = models.DateField()
    principal = models.BigIntegerField()
    interest = models.BigIntegerField()
    paid_on = models.DateField(null=True)
    cost = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["debt", "due_on"], name="treasury_one_service_a_day"),
            models.CheckConstraint(
                condition=models.Q(principal__gte=0) & models.Q(interest__gte=0), name="treasury_service_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(cost=None) | (models.Q(cost__gte=0) & models.Q(paid_on__isnull=False)),
                name="treasury_service_cost_once_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.debt_id} {self.due_on}"
