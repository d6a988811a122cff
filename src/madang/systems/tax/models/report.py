"""What institutions report about people."""

from django.db import models
from django.db.models import Q


class KnownNumber(models.Model):
    """Whom a resident number in a file names: its blind index (HMAC-SHA256) and the register's key, as the register answered
    once. The number itself is nowhere. Kept while reports of the person are.
    """

    blind_index = models.BinaryField(unique=True)
    person = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.person


class ReportUpload(models.Model):
    """One file of reports by one institution. A file without a fault counts at once; of any other nothing counts until the
    institution has seen the refused rows and said that the good ones shall be kept. Kept five years with its refused rows.
    """

    class State(models.TextChoices):
        CHECKING = "checking"
        WAITING = "waiting"
        KEPT = "kept"
        DROPPED = "dropped"

    key = models.CharField(max_length=32, unique=True)
    """The key of the import that reads it."""
    reporter = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="report_uploads")
    year = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    """1 for the first file of the year, then a round of corrections each."""
    name = models.CharField(max_length=140)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.CHECKING)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["reporter", "-sent_at"], name="tax_uploads_by_reporter")]

    def __str__(self) -> str:
        return self.key


class Report(models.Model):
    """What one institution says it paid a person, or was paid by them, in a year: one fact and one amount. At most one row of a
    reporter, person, kind and year counts; a later one takes its place and the earlier stays as history. Kept ten years.
    """

    number = models.CharField(max_length=40, unique=True)
    reporter = models.ForeignKey("tax.Taxpayer", on_delete=models.PROTECT, related_name="reports")
    upload = models.ForeignKey(ReportUpload, on_delete=models.PROTECT, null=True, related_name="reports")
    person = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    """A fact of `domain/income.py`."""
    year = models.PositiveSmallIntegerField()
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    round = models.PositiveSmallIntegerField(default=1)
    reported_at = models.DateTimeField()
    counts = models.BooleanField(default=False)
    """Whether it stands today: kept by its reporter and not replaced."""
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gte=0), name="tax_report_not_negative"),
            models.UniqueConstraint(
                fields=["reporter", "person", "kind", "year"], condition=Q(counts=True), name="tax_one_report_counts"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "year"], condition=Q(counts=True), name="tax_reports_of_person"),
            models.Index(fields=["upload"], name="tax_reports_of_upload"),
        ]

    def __str__(self) -> str:
        return self.number


class ReportDispute(models.Model):
    """A person says that a reported figure is wrong. The tax office asks the reporter and answers; the report itself changes
    by a correction of its reporter alone. Kept ten years.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="disputes")
    person = models.CharField(max_length=64)
    own_minor = models.BigIntegerField()
    reason = models.CharField(max_length=1000)
    said_at = models.DateTimeField()
    case = models.CharField(max_length=60, blank=True, default="")
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(decided_at=None), name="tax_one_open_dispute"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.own_minor}"
