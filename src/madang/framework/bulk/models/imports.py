"""An import and the rows it refused."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """One file taken in. `position` is the byte after the last row whose outcome is recorded; it moves in the
    transaction that writes the rows, so a restart continues exactly there. Kept five years with its refused rows.

    `kind` names the registered ImportKind, `source` what it opens (`blob:<sha256>` or `file:<path>`),
    `state_of_reading` what it must know to go on (encoding, columns).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=400)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    language = models.CharField(max_length=8, blank=True, default="")
    started_by = models.CharField(max_length=200, blank=True, default="")
    size = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    line = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    state_of_reading = models.JSONField(default=dict)
    failure = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "-asked_at"], name="bulk_import_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(position__gte=0) & models.Q(position__lte=models.F("size")),
                name="bulk_position_within_file",
            )
        ]

    @property
    def percent(self) -> int:
        """How much of the file is through."""
        return 100 if self.state == self.State.DONE else int(100 * self.position / self.size) if self.size else 0


class RefusedRow(models.Model):
    """Why a row was not taken: its line in the file, the field, the rule's permanent code and a whole sentence.

    The row itself is not kept: it may hold personal data that nobody entered into the register.
    """

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refused_rows")
    line = models.BigIntegerField()
    place = models.CharField(max_length=64, blank=True, default="")
    code = models.CharField(max_length=80)
    says = models.CharField(max_length=400)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["imported", "line"], name="bulk_refused_line")]
