"""Money that another system owes back."""

from django.db import models
from django.db.models import Q

STATES = ("waiting", "ordered", "paid", "returned")


class SystemRefund(models.Model):
    """What another system decided to give back, out of what it had received and so outside any budget line. `system` and
    `reference` are its name and its own number: the same is paid once. It waits, goes with a batch, is paid when the bank's
    statement says so, or comes back and is over: `reason` says why. Whom it pays and how much never changes. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    system = models.CharField(max_length=40)
    reference = models.CharField(max_length=64)
    member = models.CharField(max_length=64)
    revenue_account = models.CharField(max_length=64)
    """The revenue account of its system's journal that it lessens."""
    payee = models.CharField(max_length=140)
    account = models.CharField(max_length=34)
    purpose = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    due_on = models.DateField()
    decided_by = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="waiting", choices=[(one, one) for one in STATES])
    batch = models.ForeignKey("treasury.PaymentBatch", null=True, on_delete=models.PROTECT, related_name="refunds")
    paid_on = models.DateField(null=True)
    bank_says = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "reference"], name="treasury_refunded_once"),
            models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_refunds_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["ordered", "paid"]) | Q(batch__isnull=False), name="treasury_refund_in_a_batch"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="waiting"), name="treasury_refunds_waiting")]

    def __str__(self) -> str:
        return self.number
