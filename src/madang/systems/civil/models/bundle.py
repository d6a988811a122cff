"""Life events under way."""

import json
from collections.abc import Mapping
from typing import Any, cast

from django.db import models

from madang.framework.protect import decrypt, encrypt
from madang.framework.values import Party
from madang.systems.civil.models.application import Application

PURPOSE = "civil.bundle.answers"


class Bundle(models.Model):
    """A life event of one party: its answers, given once, and its parts. A part that fails stops no other.

    The answers are encrypted at rest. Kept as long as its applications.
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
    sealed_answers = models.BinaryField(default=bytes)
    sealed_shown = models.BinaryField(default=bytes)
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

    @property
    def answers(self) -> dict[str, str]:
        """The answers shared by the parts."""
        return _opened(self.sealed_answers)

    @answers.setter
    def answers(self, answers: Mapping[str, str]) -> None:
        self.sealed_answers = encrypt(json.dumps(dict(answers), ensure_ascii=False), purpose=PURPOSE)

    @property
    def shown(self) -> dict[str, str]:
        """How answers that are keys are shown, by question."""
        return _opened(self.sealed_shown)

    @shown.setter
    def shown(self, shown: Mapping[str, str]) -> None:
        self.sealed_shown = encrypt(json.dumps(dict(shown), ensure_ascii=False), purpose=PURPOSE)


def _opened(sealed: Any) -> dict[str, str]:
    return cast("dict[str, str]", json.loads(decrypt(bytes(sealed), purpose=PURPOSE))) if sealed else {}


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
