"""Returns as they were filed."""

from django.db import models
from django.db.models import Q

from madang.systems.tax.domain.words import ReturnKind, Tax


class Return(models.Model):
    """A return as the taxpayer filed it, with the facts, where each came from, and what the law made of them on that day. Never
    edited after filing; a correction is a return of its own that `corrects` this one. Kept ten years.
    """

    number = models.CharField(max_length=40, unique=True)
    taxpayer = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="returns")
    tax = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Tax])
    period = models.CharField(max_length=16)
    """`2025` for a year, `2026-H1`, `2026-Q1`, `2026-01` for a half, quarter or month."""
    period_from = models.DateField()
    period_until = models.DateField()
    kind = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in ReturnKind], default=ReturnKind.ORIGINAL.value
    )
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    facts = models.JSONField()
    """Amounts by the names of the tax's facts (`domain/income.py`, `domain/vat.py`)."""
    sources = models.JSONField(default=dict)
    """By fact: the numbers of the reports it was filled from, or `own` where the taxpayer said it."""
    steps = models.JSONField(default=list)
    """What the law made of it: `[{"code", "minor", "cite"}]`."""
    tax_minor = models.BigIntegerField()
    prepaid_minor = models.BigIntegerField(default=0)
    payable_minor = models.BigIntegerField()
    """Less than nothing is a refund."""
    currency = models.CharField(max_length=3)
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=100)
    """Who filed it, as `identity.officers.officer` or the person's key has it; an agent under mandate where one did."""
    receipt = models.CharField(max_length=60, blank=True, default="")
    """The number of the sealed receipt."""
    case = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["taxpayer", "tax", "period"],
                condition=Q(kind__in=[ReturnKind.ORIGINAL.value, ReturnKind.LATE.value]),
                name="tax_one_first_return_a_period",
            ),
            models.CheckConstraint(
                condition=Q(payable_minor=models.F("tax_minor") - models.F("prepaid_minor")),
                name="tax_return_adds_up",
            ),
        ]
        indexes = [models.Index(fields=["tax", "period", "-filed_at"], name="tax_returns_by_period")]

    def __str__(self) -> str:
        return self.number
