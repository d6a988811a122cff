"""What taxpayers owe."""

from datetime import date

from django.db import models
from django.db.models import Q

from madang.systems.tax.domain.words import DueReason, DueState, Tax


class Due(models.Model):
    """A sum that a taxpayer owes for one tax and period, with the charge that pays it. The amount never changes; what comes on
    top for paying late is a due of its own. Kept ten years.
    """

    number = models.CharField(max_length=40, unique=True)
    taxpayer = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="dues")
    tax = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Tax])
    period = models.CharField(max_length=16)
    reason = models.CharField(max_length=16, choices=[(one.value, one.value) for one in DueReason])
    source = models.CharField(max_length=40)
    """The number of the return or assessment that it comes from."""
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    raised_on = models.DateField()
    due_on = models.DateField()
    charge = models.CharField(max_length=60, unique=True)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in DueState], default=DueState.OPEN.value
    )
    ended_at = models.DateTimeField(null=True)
    deferred_until = models.DateField(null=True)
    """The last day of payment where the office put it off."""
    late_from = models.DateField(null=True)
    """The law's last day, where the return came after it: from it paying counts as late."""
    ended_by = models.CharField(max_length=40, blank=True, default="", db_default="")
    """What ended it where that was no payment: the number of a refund, a dispute, or of the dues that it was split into."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="tax_due_is_something"),
            models.UniqueConstraint(fields=["source", "reason", "tax", "due_on"], name="tax_due_raised_once"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(state=DueState.OPEN.value), name="tax_open_dues_by_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def pay_by(self) -> date:
        """The last day on which nothing comes on top."""
        return self.deferred_until or self.due_on
