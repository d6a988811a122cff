"""Receipts."""

from django.db import models

from madang.framework.money.models.payment import Payment


class Receipt(models.Model):
    """The state's word that a charge was paid. One a payment; numbered in the order of issue. Never changed. Kept ten years."""

    number = models.CharField(max_length=60, unique=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt")
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number
