"""What happens to dues: put off, split, set off, demanded, seized for; and refunds."""

from django.db import models
from django.db.models import Q

from madang.framework.money.models import Repayment
from madang.systems.tax.domain.refunds import RefundState
from madang.systems.tax.domain.words import Tax


class Extension(models.Model):
    """A taxpayer's application to pay later, decided as a case. Kept ten years."""

    due = models.ForeignKey("tax.Due", on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    ground = models.CharField(max_length=2000)
    case = models.CharField(max_length=60, blank=True, default="")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["due"], condition=Q(granted=None), name="tax_one_extension_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.due_id} {self.until}"


class Refund(Repayment):
    """What the state owes a taxpayer back for one source (a return, a decision). `offset_minor` of it went to what was overdue
    and the rest is paid out by the treasury. One a source, so that nothing is given back twice. Kept ten years.
    """

    taxpayer = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="refunds")
    tax = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Tax])
    period = models.CharField(max_length=16)
    source = models.CharField(max_length=40, unique=True)
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in RefundState], default=RefundState.CLAIMED.value
    )
    claimed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reasons = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="tax_refund_is_something"),
            models.CheckConstraint(
                condition=Q(offset_minor__gte=0) & Q(offset_minor__lte=models.F("minor") + models.F("interest_minor")),
                name="tax_refund_offset_within",
            ),
        ]


class Offset(models.Model):
    """One due paid out of a refund. Never changed. Kept as its refund."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="offsets")
    due = models.OneToOneField("tax.Due", on_delete=models.PROTECT, related_name="offset")
    minor = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minor__gt=0), name="tax_offset_is_something")]

    def __str__(self) -> str:
        return f"{self.refund_id} {self.minor}"


class Demand(models.Model):
    """The letter that demands one overdue due. One a due. Kept ten years."""

    due = models.OneToOneField("tax.Due", on_delete=models.PROTECT, related_name="demand")
    pay_by = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=100)
    letter = models.CharField(max_length=60, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.due_id} {self.pay_by}"


class Seizure(models.Model):
    """What a collector recorded as seized for overdue taxes; no bank is called. Released once, never deleted. Kept ten
    years.
    """

    number = models.CharField(max_length=40, unique=True)
    taxpayer = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="seizures")
    kind = models.CharField(max_length=16)
    what = models.CharField(max_length=300)
    minor = models.BigIntegerField()
    """What was owed on that day."""
    currency = models.CharField(max_length=3)
    seized_at = models.DateTimeField()
    seized_by = models.CharField(max_length=100)
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.number
