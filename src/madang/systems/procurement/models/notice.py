"""What is said about a tender after its notice: questions with their answers, corrections, extensions, invitations."""

from django.db import models
from django.db.models import F, Q


class Question(models.Model):
    """What a business asked about a tender, and the answer that all get. Who asked is never published. The question is never
    changed, the answer is written once. Kept as its tender.
    """

    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="questions")
    asker = models.CharField(max_length=32)
    """The number of the business that asked."""
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__gte=F("asked_at"))),
                name="procurement_answer_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tender_id}?{self.pk}"


class Correction(models.Model):
    """What a correction of a published notice changed: each place with what it was and what it is, and the closing. Appended
    only. Kept as its tender.
    """

    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="corrections")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    reason = models.TextField()
    changes = models.JSONField()
    """A list of {"place": …, "was": …, "is": …}; `place` is a field, or `lot 1 title`, `lot 1 item 2 quantity`."""
    closes_from = models.DateTimeField()
    closes_to = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_to__gte=F("closes_from")), name="procurement_correction_not_earlier"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tender_id}:{self.at:%Y-%m-%d}"


class ClosingExtension(models.Model):
    """A closing that moved later, with its reason: by the machinery because the service was down (`down_from`, `down_until`),
    or by the buyer. Appended only; one outage extends a tender once. Kept as its tender.
    """

    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="extensions")
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    reason = models.TextField(blank=True)
    """The buyer's words; empty where an outage is the reason."""
    closes_from = models.DateTimeField()
    closes_to = models.DateTimeField()
    down_from = models.DateTimeField(null=True)
    down_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_to__gt=F("closes_from")), name="procurement_extension_is_later"),
            models.CheckConstraint(
                condition=(~Q(reason="") & Q(down_from=None, down_until=None)) | Q(down_until__gt=F("down_from")),
                name="procurement_extension_has_a_reason",
            ),
            models.UniqueConstraint(fields=["tender", "down_from"], name="procurement_outage_extends_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id}:{self.closes_to:%Y-%m-%d %H:%M}"


class Invitation(models.Model):
    """A supplier that a restricted tender names. Rows are made with the draft; nobody is told before the notice. Kept as its
    tender.
    """

    tender = models.ForeignKey("procurement.Tender", on_delete=models.PROTECT, related_name="invitations")
    supplier = models.ForeignKey("procurement.Supplier", on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    by = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tender", "supplier"], name="procurement_invited_once")]

    def __str__(self) -> str:
        return f"{self.tender_id}→{self.supplier_id}"
