"""Applications: what a person asked of the state through the one counter."""

from django.db import models

from madang.framework.protect.fields import EncryptedJson
from madang.framework.values import Money, Party
from madang.systems.civil.domain.applications import OVER, State

PURPOSE = "civil.application.answers"


class Application(models.Model):
    """One application for one service, from its sending to its end. Drafts are kept by the wizard (`framework.ui`).

    The answers are encrypted at rest and never edited; a supplement is answered at the agency's case. `shown` says how answers
    that are keys (people, businesses, divisions) are shown, by field. `filed_by` is the
    person who typed it (empty at a counter); `mandate` the mandate a proxy used. Kept five years after its end
    (Enforcement Decree of the Public Records Management Act, annexed table 1).
    """

    number = models.CharField(max_length=60, unique=True)
    key = models.CharField(max_length=160, unique=True)
    service = models.CharField(max_length=100)
    owner = models.CharField(max_length=64)
    member = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20, default="online")
    subject_kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=64)
    filed_by = models.CharField(max_length=64, blank=True)
    filed_by_name = models.CharField(max_length=100, blank=True)
    account = models.BigIntegerField(null=True)
    mandate = models.CharField(max_length=64, blank=True)
    official = models.BigIntegerField(null=True)
    official_office = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in State])
    answers = EncryptedJson(purpose=PURPOSE, default=dict)
    shown = EncryptedJson(purpose=PURPOSE, default=dict)
    fee_minor = models.BigIntegerField(null=True)
    fee_currency = models.CharField(max_length=3, blank=True)
    waiver = models.CharField(max_length=200, blank=True)
    charge = models.CharField(max_length=60, blank=True)
    case = models.CharField(max_length=60, blank=True)
    office = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    documents = models.JSONField(default=list)
    document_link = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    tries = models.IntegerField(default=0)
    changed_at = models.DateTimeField()
    filed_at = models.DateTimeField()
    withdrawal_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-filed_at",)
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "-filed_at"]),
            models.Index(fields=["filed_by", "-filed_at"]),
            models.Index(fields=["state", "changed_at"]),
            models.Index(fields=["charge"]),
            models.Index(fields=["filed_at", "service"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Party:
        """Whom it concerns and who receives what comes of it."""
        return Party.parse(f"{self.subject_kind}:{self.subject_key}")

    @property
    def scope_code(self) -> str:
        """What a mandate must cover: the service."""
        return self.service

    @property
    def fee(self) -> Money | None:
        """What was charged; None for a free service."""
        return None if self.fee_minor is None else Money(self.fee_minor, self.fee_currency)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER


class Attachment(models.Model):
    """A file that an applicant added, by its content's digest. Goes with its application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="attachments")
    field = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.IntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at",)
        constraints = [models.UniqueConstraint(fields=["application", "field", "sha256"], name="civil_attachment_once")]

    def __str__(self) -> str:
        return self.name
