"""Files and interchanges of declarations that programs lodge, and what each message in them was answered."""

from django.db import models
from django.db.models import F, Q

from madang.framework.storage.models import Blob
from madang.framework.values import Party, PartyKind


class LodgedBatch(models.Model):
    """A file as a trader or broker sent it: an interchange of CUSDEC, a WCO declaration, or an archive of such. The same bytes
    of a party are one batch, so that whoever sends them again gets the same answers. `answered` counts the messages that have
    their answer; it moves in the transaction that keeps what they declare. Kept five years (Customs Act of Korea art. 12).
    """

    number = models.CharField(max_length=20, unique=True)
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    party_name = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=140)
    channel = models.CharField(max_length=8)
    language = models.CharField(max_length=8, blank=True, default="")
    format = models.CharField(max_length=8, blank=True, default="")
    """cusdec or wco; empty until it was read."""
    sender = models.CharField(max_length=35, blank=True, default="")
    recipient = models.CharField(max_length=35, blank=True, default="")
    reference = models.CharField(max_length=35, blank=True, default="")
    """What UNB says of the interchange."""
    messages = models.PositiveIntegerField(null=True)
    """How many there are; empty until it was read."""
    answered = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    """Of the file as a whole, for which no message of it is taken: `[{"place", "says", "code"}]`."""
    control = models.BinaryField(null=True)
    """The CONTRL interchange."""
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=100)
    lodged_by_name = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party_kind", "party_key", "blob"], name="customs_batch_once"),
            models.CheckConstraint(
                condition=Q(answered=0) | Q(answered__lte=F("messages")), name="customs_batch_answers_what_came"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(answered=F("messages")), name="customs_batch_ends_answered"
            ),
            models.CheckConstraint(condition=Q(accepted__lte=F("answered")), name="customs_batch_accepts_answered"),
        ]
        indexes = [
            models.Index(fields=["party_kind", "party_key", "-lodged_at"], name="customs_batches_of"),
            models.Index(fields=["lodged_at"], condition=Q(ended_at=None), name="customs_batches_waiting"),
            models.Index(fields=["sender", "reference"], condition=~Q(reference=""), name="customs_batch_by_reference"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def party(self) -> Party:
        """For whom its declarations are."""
        return Party(PartyKind(self.party_kind), self.party_key)

    @property
    def refused(self) -> int:
        """Answered and not accepted."""
        return self.answered - self.accepted

    @property
    def percent(self) -> int:
        """How far it is."""
        if self.ended_at is not None:
            return 100
        return self.answered * 100 // self.messages if self.messages else 0


class MessageAnswer(models.Model):
    """What one message of a batch was answered, written once with what it declares: accepted under a number, refused with
    every fault, or unreadable (then CONTRL alone speaks of it). Never edited; kept as long as its batch."""

    batch = models.ForeignKey(LodgedBatch, on_delete=models.PROTECT, related_name="answers")
    place = models.PositiveIntegerField()
    """Counts from 1."""
    message = models.CharField(max_length=200)
    """The message's own reference (UNH 0062), or the name of its file."""
    reference = models.CharField(max_length=35)
    """The declarant's own."""
    outcome = models.CharField(max_length=12)
    """accepted, refused, unreadable."""
    declaration = models.CharField(max_length=32, blank=True, default="")
    faults = models.JSONField(default=list)
    """`[{"place", "says", "code"}]`."""
    problems = models.JSONField(default=list)
    """The same as CUSRES says them."""
    levies = models.JSONField(default=list)
    """What is payable: `[[levy, minor, currency]]`."""
    at = models.DateTimeField()
    function = models.CharField(max_length=12, blank=True, default="")
    """What it asked for: original, amendment, replacement, cancellation; empty where it could not be read."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "place"], name="customs_answered_once"),
            models.CheckConstraint(
                condition=Q(outcome="accepted") ^ Q(declaration=""), name="customs_accepted_has_its_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.place}"
