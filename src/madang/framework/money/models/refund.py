"""Refunds."""

from django.db import models

from madang.framework.money.domain.states import RefundState
from madang.framework.money.models.payment import Payment
from madang.framework.values import Money


class Refund(models.Model):
    """Money that goes back by the way it came. `token` makes the gateway send it once. Kept ten years."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    token = models.CharField(max_length=40, unique=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=16, default=RefundState.REQUESTED.value)
    requested_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    gateway_reference = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(minor__gt=0), name="money_refund_of_something")]

    def __str__(self) -> str:
        return self.token

    @property
    def amount(self) -> Money:
        """How much."""
        return Money(self.minor, self.currency)
