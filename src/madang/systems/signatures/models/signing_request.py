"""A document that people are asked to sign, and who signs it."""

from typing import ClassVar

from django.db import models

from madang.framework.storage.models import Blob
from madang.framework.values import Party
from madang.framework.values.identifiers import new_key
from madang.systems.signatures.models.certificate import Certificate


class SigningRequest(models.Model):
    """That `asker` wants a document signed, and what became of it. `original` is what was handed in, `current` carries the
    signatures so far. Ended once, it never opens again. A signed one is kept and its archive timestamp renewed (`renew_at`)
    until its asker or the records law lets it go; a refused, withdrawn or expired one is kept three years.
    """

    OPEN, SIGNED, REFUSED, WITHDRAWN, EXPIRED = "open", "signed", "refused", "withdrawn", "expired"

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    title = models.CharField(max_length=120)
    reason = models.CharField(max_length=500)
    file_name = models.CharField(max_length=200)
    form = models.CharField(max_length=8)
    original = models.ForeignKey(Blob, models.PROTECT, related_name="signing_originals")
    current = models.ForeignKey(Blob, models.PROTECT, related_name="signing_currents")
    asker = models.CharField(max_length=80)
    asker_name = models.CharField(max_length=64)
    system = models.CharField(max_length=40, blank=True, default="")
    reference = models.CharField(max_length=120, blank=True, default="")
    in_order = models.BooleanField(default=True)
    state = models.CharField(max_length=12, default=OPEN)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True, default="")
    ended_because = models.CharField(max_length=500, blank=True, default="")
    renew_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    renewals = models.PositiveIntegerField(default=0)
    renewal_fault = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signatures_signing_state",
                condition=models.Q(state="open", ended_at=None)
                | models.Q(state__in=("signed", "refused", "withdrawn", "expired"), ended_at__isnull=False),
            ),
            models.CheckConstraint(name="signatures_signing_due", condition=models.Q(due_at__gt=models.F("asked_at"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asker", "-asked_at"], name="signatures_signing_asker"),
            models.Index(fields=["due_at"], name="signatures_signing_open", condition=models.Q(state="open")),
            models.Index(fields=["renew_at"], name="signatures_signing_renew"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asking(self) -> Party:
        """Who asks."""
        return Party.parse(self.asker)


class Signatory(models.Model):
    """One who is asked to sign, at a place in the order. What they did is never edited: a trigger refuses. Kept as long as
    the request."""

    WAITING, ASKED, SIGNED, REFUSED = "waiting", "asked", "signed", "refused"

    request = models.ForeignKey(SigningRequest, models.PROTECT, related_name="signatories")
    place = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=80)
    name = models.CharField(max_length=64)
    state = models.CharField(max_length=8, default=WAITING)
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="signatures_made")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "place"], name="signatures_signatory_place"),
            models.UniqueConstraint(fields=["request", "party"], name="signatures_signatory_once"),
            models.CheckConstraint(
                name="signatures_signatory_state",
                condition=models.Q(state__in=("waiting", "asked", "signed", "refused")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["party", "state"], name="signatures_signatory_waits")]

    def __str__(self) -> str:
        return self.name

    @property
    def who(self) -> Party:
        """The one who signs."""
        return Party.parse(self.party)


class Approval(models.Model):
    """That a signatory was asked on their own device to let their key sign this very hash, and their answer.

    `statement` names what is approved; its SHA-256 is the challenge that the device signed (`answer`, `public_key`), and it
    holds the SHA-256 of `to_sign`, all that the key signs. Used once, within minutes, in the session that asked; then never
    edited or deleted: a trigger refuses. An unused one is deleted after a day; a used one is kept as long as the request.
    """

    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="approvals")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="approvals")
    account_id = models.BigIntegerField()
    session_id = models.BigIntegerField()
    challenge = models.BinaryField(max_length=32, unique=True)
    statement = models.TextField()
    base = models.CharField(max_length=64)
    prepared = models.BinaryField()
    blank = models.BinaryField()
    to_sign = models.BinaryField()
    asked_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    credential = models.BinaryField(default=bytes)
    public_key = models.BinaryField(default=bytes)
    answer = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.signatory_id} {self.asked_at:%Y-%m-%d %H:%M}"
