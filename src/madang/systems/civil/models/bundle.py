"""Life events under way."""

from django.db import models

from madang.framework.protect.fields import EncryptedJson
from madang.framework.values import Party
from madang.systems.civil.models.application import Application

PURPOSE = "civil.bundle.answers"


class Bundle(models.Model):
    """A life event of one party: its answers, given once, and its parts. A part that fails stops no other.

    The answers, shared by the parts, are encrypted at rest; `shown` says how those that are keys are shown. Kept as long as
    its applications.
    """

    number = models.CharField(max_length=60, unique=True)
    key = models.CharField(max_length=160, unique=True)
    event = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=64)
    filed_by = models.CharField(max_length=64, blank=True)
    filed_by_name = models.CharField(max_length=100, blank=True)
    account = models.BigIntegerField(null=True)
    mandate = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10)
    answers = EncryptedJson(purpose=PURPOSE, default=dict)
    shown = EncryptedJson(purpose=PURPOSE, default=dict)
    files = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["subject_kind", "subject_key", "-created_at"])]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> Party:
        """Whose life event it is."""
        return Party.parse(f"{self.subject_kind}:{self.subject_key}")

    @property
    def scope_code(self) -> str:
        """What a mandate must cover: every service, for a life event reaches over many."""
        return ""


class BundlePart(models.Model):
    """One chosen service of a bundle. Without an application it still waits for an earlier part, or `problem` says why it
    could not be sent."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="parts")
    place = models.IntegerField()
    service = models.CharField(max_length=100)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, null=True, related_name="bundle_part")
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["bundle", "service"], name="civil_bundle_part_once")]

    def __str__(self) -> str:
        return f"{self.bundle_id}/{self.service}"
