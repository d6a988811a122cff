"""What whistle-blowers report."""

from django.db import models

from madang.framework.protect.fields import EncryptedText
from madang.systems.tax.domain.risk_words import TipState


class Tip(models.Model):
    """A report of evasion. Who sent it is not kept unless they say it; of the claim code only its hash. All text is sealed at
    rest. Only inspectors read it, and each look is in the audit trail. Kept ten years after it is closed.
    """

    number = models.CharField(max_length=20, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the claim code, which has a hundred random bits."""
    about = EncryptedText(purpose="tax.tip")
    text = EncryptedText(purpose="tax.tip")
    contact = EncryptedText(purpose="tax.tip")
    received_on = models.DateField()
    """The day alone: the moment could tell who sent it."""
    state = models.CharField(
        max_length=9, choices=[(one.value, one.value) for one in TipState], default=TipState.RECEIVED.value
    )

    def __str__(self) -> str:
        return self.number


class TipNote(models.Model):
    """What is asked and answered afterwards, sealed. Never edited. Kept as its tip."""

    tip = models.ForeignKey(Tip, on_delete=models.PROTECT, related_name="notes")
    of_office = models.BooleanField()
    text = EncryptedText(purpose="tax.tip")
    written_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.tip_id}:{self.pk}"
