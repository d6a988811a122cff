"""Corrections of released declarations, and what customs gives back."""

from django.db import models
from django.db.models import Q

from madang.framework.money.models import Repayment
from madang.framework.values import Party, PartyKind
from madang.systems.customs.domain.correction import CorrectionKind, CorrectionState


class Correction(models.Model):
    """A correction of a released declaration, as it was filed or assessed: `content` is the whole declaration as it should have
    been, `changes` what each levy becomes more or less, `additions` the steps of what comes on top. One waits for a decision
    at a time. Once done it is a version of the declaration. Kept as its declaration.
    """

    number = models.CharField(max_length=40, unique=True)
    declaration = models.ForeignKey("customs.CustomsDeclaration", on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in CorrectionKind])
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in CorrectionState])
    version = models.PositiveIntegerField()
    """The declaration's version that it corrects."""
    content = models.JSONField()
    assessed = models.JSONField()
    changes = models.JSONField()
    additions = models.JSONField(default=list)
    addition_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=1000)
    account = models.CharField(max_length=34, blank=True, default="")
    holder = models.CharField(max_length=140, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")
    filed_at = models.DateTimeField()
    filed_by = models.CharField(max_length=100)
    decided_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"],
                condition=Q(state=CorrectionState.FILED.value),
                name="customs_one_correction_open",
            ),
            models.UniqueConstraint(
                fields=["declaration", "version"],
                condition=Q(state=CorrectionState.DONE.value),
                name="customs_version_corrected_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CustomsRefund(Repayment):
    """What customs owes back of one levy, for a correction or a drawback (its `source`). One a source and levy, so that nothing
    is given back twice. Kept ten years.
    """

    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    office_code = models.CharField(max_length=64)
    source = models.CharField(max_length=40)
    link = models.CharField(max_length=200)
    """The page on which its party follows it."""
    declaration = models.ForeignKey(
        "customs.CustomsDeclaration", on_delete=models.PROTECT, related_name="refunds", null=True
    )
    """Whose levies it lessens; none for a drawback."""
    levy = models.CharField(max_length=16)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "levy"], name="customs_refunded_once"),
            models.CheckConstraint(
                condition=Q(minor__gt=0) & Q(interest_minor__gte=0), name="customs_refund_is_something"
            ),
            models.CheckConstraint(condition=Q(paid_on=None) ^ Q(state="paid"), name="customs_refund_paid_on"),
        ]

    @property
    def party(self) -> Party:
        """To whom."""
        return Party(PartyKind(self.party_kind), self.party_key)
