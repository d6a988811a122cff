"""Corrections of released declarations, and what customs gives back."""

from django.db import models
from django.db.models import Q

from madang.framework.money.models import Repayment
from madang.framework.values import Party, PartyKind
from madang.systems.customs.domain.appeal import AppealKind, AppealState
from madang.systems.customs.domain.correction import (
    OPEN,
    ClaimGround,
    CorrectionKind,
    CorrectionState,
    Fraud,
    WithoutNotice,
)
from madang.systems.customs.models.filed import Filed


class Correction(Filed):
    """A correction of a released declaration, as it was filed or assessed: `content` is the whole declaration as it should have
    been, `changes` what each levy becomes more or less, `additions` the steps of what comes on top. One waits for a decision
    at a time. Once done it is a version of the declaration. What customs would assess is told first: then its party may ask
    for a review until `ask_until`. Kept as its declaration.
    """

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
    ground = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in ClaimGround], blank=True, default=""
    )
    """What lets a claim come after its years, and since when it was known."""
    known_on = models.DateField(null=True)
    fraud = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Fraud], blank=True, default="")
    without_notice = models.CharField(
        max_length=14, choices=[(one.value, one.value) for one in WithoutNotice], blank=True, default=""
    )
    """Why nobody was told before it was assessed."""
    ask_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"],
                condition=Q(state__in=sorted(state.value for state in OPEN)),
                name="customs_one_correction_open",
            ),
            models.UniqueConstraint(
                fields=["declaration", "version"],
                condition=Q(state=CorrectionState.DONE.value),
                name="customs_version_corrected_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.TOLD.value) | Q(ask_until__isnull=False),
                name="customs_told_until",
            ),
        ]

    @property
    def link(self) -> str:
        """The page on which its party follows it."""
        return f"/customs/corrections/{self.number}/"

    @property
    def charged_as(self) -> str:
        """The source of the levies that it charged."""
        return f"v{self.version + 1}"


class Appeal(Filed):
    """What a declarant holds against a notice, an assessment or a refused claim, and what was decided. One of a kind for each
    correction, one open at a time. Where its collection was stayed, nothing of the assessment is set off. Kept as its
    correction.
    """

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="appeals")
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in AppealKind])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in AppealState])
    reasons = models.CharField(max_length=4000)
    stayed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correction", "kind"], name="customs_appealed_once"),
            models.UniqueConstraint(
                fields=["correction"],
                condition=Q(state=AppealState.FILED.value),
                name="customs_one_appeal_open",
            ),
        ]


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
            models.CheckConstraint(
                condition=Q(offset_minor__gte=0) & Q(offset_minor__lte=models.F("minor") + models.F("interest_minor")),
                name="customs_offset_within",
            ),
            models.CheckConstraint(condition=Q(paid_on=None) ^ Q(state="paid"), name="customs_refund_paid_on"),
        ]

    @property
    def party(self) -> Party:
        """To whom."""
        return Party(PartyKind(self.party_kind), self.party_key)
