"""Money that moves from one line to another."""

from django.db import models
from django.db.models import F, Q

from madang.systems.treasury.domain.transfers import Kind
from madang.systems.treasury.models.line import BudgetLine


class Transfer(models.Model):
    """A transfer, a use of the contingency, or a carry-over into the next year, as a spending unit asks for it and as it was
    decided. Approved, it is movements of both lines under its number. Kept as its lines.
    """

    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    source = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="transfers_out")
    target = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="transfers_in", null=True)
    commitment = models.CharField(max_length=32, blank=True)
    minor = models.BigIntegerField()
    ground = models.CharField(max_length=32, blank=True)
    reason = models.TextField()
    case = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=16, default="asked", choices=[(one, one) for one in ("asked", "done", "refused")]
    )
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gt=0), name="treasury_transfers_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="treasury_transfers_elsewhere"),
            models.CheckConstraint(
                condition=Q(kind="own") | Q(decided_by="") | ~Q(decided_by=F("asked_by")),
                name="treasury_nobody_approves_own_transfer",
            ),
        ]

    def __str__(self) -> str:
        return self.number
