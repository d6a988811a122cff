"""One payment for several dues, and how the law shared it out."""

from django.db import models
from django.db.models import Q

from madang.systems.tax.domain.words import JointState


class JointPayment(models.Model):
    """A taxpayer's order to pay several dues by one payment of `minor`, which may be less than all of them. `dues` are the
    numbers chosen; what is shared out is decided by the law on the day on which the money comes. One is open at a time.
    `left_minor` came too much and goes back as a refund. Kept ten years.
    """

    number = models.CharField(max_length=40, unique=True)
    taxpayer = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="joint_payments")
    dues = models.JSONField()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    charge = models.CharField(max_length=60, unique=True)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in JointState], default=JointState.OPEN.value
    )
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    left_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="tax_joint_payment_is_something"),
            models.CheckConstraint(
                condition=Q(left_minor__gte=0) & Q(left_minor__lte=models.F("minor")), name="tax_joint_left_within"
            ),
            models.UniqueConstraint(
                fields=["taxpayer"], condition=Q(state=JointState.OPEN.value), name="tax_one_open_joint_payment"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Allocation(models.Model):
    """One due paid whole out of a joint payment, by the article named. Never changed. Kept as its payment."""

    payment = models.ForeignKey(JointPayment, on_delete=models.PROTECT, related_name="allocations")
    due = models.OneToOneField("tax.Due", on_delete=models.PROTECT, related_name="allocation")
    minor = models.BigIntegerField()
    cite = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="tax_allocation_is_something")]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.minor}"
