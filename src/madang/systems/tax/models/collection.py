"""What happens to dues: put off, split, set off, demanded, seized for; and refunds."""

from django.db import models
from django.db.models import Q

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


class Refund(models.Model):
    """What the state owes a taxpayer back for one source (a return, a decision). `minor` is all of it, `interest_minor` what
    the law adds; `offset_minor` went to what was overdue and the rest is paid out by the treasury, which knows it as `order`
    after so many `tries`: the number and a stroke with the try. One a source, so that nothing is given back twice. Kept ten
    years.
    """

    number = models.CharField(max_length=40, unique=True)
    taxpayer = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="refunds")
    tax = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Tax])
    period = models.CharField(max_length=16)
    source = models.CharField(max_length=40, unique=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    account = models.CharField(max_length=34, blank=True, default="")
    holder = models.CharField(max_length=140, blank=True, default="")
    state = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in RefundState], default=RefundState.CLAIMED.value
    )
    interest_minor = models.BigIntegerField(default=0, db_default=0)
    offset_minor = models.BigIntegerField(default=0)
    claimed_at = models.DateTimeField()
    due_on = models.DateField()
    """By when the law has it paid."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    reasons = models.CharField(max_length=1000, blank=True, default="")
    paid_on = models.DateField(null=True)
    tries = models.PositiveSmallIntegerField(default=1, db_default=1)
    order = models.CharField(max_length=40, blank=True, default="", db_default="")
    bank_reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="tax_refund_is_something"),
            models.CheckConstraint(
                condition=Q(offset_minor__gte=0) & Q(offset_minor__lte=models.F("minor") + models.F("interest_minor")),
                name="tax_refund_offset_within",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def rest(self) -> int:
        """What is paid out."""
        return self.minor + self.interest_minor - self.offset_minor

    @property
    def reference(self) -> str:
        """What the treasury is told to call this try."""
        return f"{self.number}/{self.tries}"


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
