"""Money in suspense that goes back to who sent it."""

from django.db import models
from django.db.models import F, Q

from madang.systems.treasury.domain.suspense_return import OVER, State


class SuspenseReturn(models.Model):
    """The return of one entry in suspense: proposed by an officer, approved by a second one, ordered in a batch, paid when the
    bank's statement says so. `number` is its end-to-end identification at the bank. One lives for an entry, and none beside a
    clearing; whom it pays and how much never changes. `reason` is why the bank refused it or brought it back. Kept ten years.
    """

    number = models.CharField(max_length=32, unique=True)
    entry = models.ForeignKey("treasury.BankEntry", on_delete=models.PROTECT, related_name="returns")
    payee = models.CharField(max_length=140)
    account = models.CharField(max_length=34)
    minor = models.BigIntegerField()
    why = models.CharField(max_length=200)
    state = models.CharField(
        max_length=16, default=State.PROPOSED.value, choices=[(one.value, one.value) for one in State]
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=100, blank=True)
    batch = models.ForeignKey("treasury.PaymentBatch", null=True, on_delete=models.PROTECT, related_name="returns")
    paid_on = models.DateField(null=True)
    bank_says = models.CharField(max_length=8, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=~Q(state__in=sorted(one.value for one in OVER)),
                name="treasury_one_living_return",
            ),
            models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_returns_something"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")), name="treasury_two_return_money"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "ordered", "paid"])
                | (~Q(approved_by="") & Q(approved_at__isnull=False)),
                name="treasury_returned_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ordered", "paid"]) | Q(batch__isnull=False), name="treasury_return_in_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return self.number
