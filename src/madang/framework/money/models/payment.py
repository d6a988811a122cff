"""Payments and what gateways told about them."""

from django.db import models

from madang.framework.money.domain.states import PaymentState
from madang.framework.money.models.charge import Charge
from madang.framework.values import Money


class Payment(models.Model):
    """One try at paying a charge through a gateway. One try runs at a time and one settles; the database holds both.

    `token` is its name at the gateway, unguessable. `heard` is the gateway's highest event number, so that what comes out
    of order changes nothing. Kept ten years.
    """

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="payments")
    token = models.CharField(max_length=40, unique=True)
    gateway = models.CharField(max_length=32)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=16, default=PaymentState.STARTED.value)
    url = models.CharField(max_length=500, blank=True)
    return_url = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    gateway_reference = models.CharField(max_length=100, blank=True)
    heard = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["charge"], condition=models.Q(state="settled"), name="money_one_settled_payment_a_charge"
            ),
            models.UniqueConstraint(
                fields=["charge"], condition=models.Q(state="started"), name="money_one_running_payment_a_charge"
            ),
        ]
        indexes = [models.Index(fields=["started_at"], condition=models.Q(state="started"), name="money_pending")]

    def __str__(self) -> str:
        return self.token

    @property
    def amount(self) -> Money:
        """How much."""
        return Money(self.minor, self.currency)


class Callback(models.Model):
    """A verified message of a gateway, by the gateway's own number for it: the second of the same number does nothing.

    Kept ten years.
    """

    gateway = models.CharField(max_length=32)
    message = models.CharField(max_length=80)
    token = models.CharField(max_length=40)
    tells = models.CharField(max_length=16)
    received_at = models.DateTimeField()
    effect = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "message"], name="money_callback_once")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.message}"
