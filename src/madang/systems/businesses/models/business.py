"""The business and the counters of its numbers."""

from typing import ClassVar

from django.db import models

from madang.contracts.businesses_v1 import BusinessForm, BusinessStatus


class Business(models.Model):
    """A sole trader's or a corporation's entry, as it stands today; how it came so stands in StatusChange and Amendment.

    `number` never changes and is never given twice. A closed business stays closed. `suspended_until` is the day on which it
    means to trade again. Kept for ever; after closing only for certificates and statistics.
    """

    number = models.CharField(max_length=20, unique=True)
    corporate_number = models.CharField(max_length=20, blank=True, default="")
    name = models.CharField(max_length=100)
    latin_name = models.CharField(max_length=100, blank=True, default="")
    form = models.CharField(max_length=16)
    status = models.CharField(max_length=16, default=BusinessStatus.ACTIVE.value)
    sector = models.CharField(max_length=12)
    section = models.CharField(max_length=4)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    office_code = models.CharField(max_length=40)
    registered_on = models.DateField()
    case = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["corporate_number"],
                condition=~models.Q(corporate_number=""),
                name="businesses_corporate_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(form__in=[form.value for form in BusinessForm]), name="businesses_form_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[status.value for status in BusinessStatus]),
                name="businesses_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_on__isnull=False)
                | (~models.Q(status="closed") & models.Q(closed_on=None)),
                name="businesses_closed_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("opened_on")),
                name="businesses_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(form="corporation") | models.Q(corporate_number=""),
                name="businesses_only_corporations_have_their_number",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["name"], name="businesses_by_name"),
            models.Index(fields=["section", "status"], name="businesses_by_section"),
            models.Index(fields=["-registered_on", "-id"], name="businesses_newest"),
            models.Index(fields=["opened_on"], name="businesses_opened"),
            models.Index(fields=["closed_on"], condition=~models.Q(closed_on=None), name="businesses_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class NumberSerial(models.Model):
    """How many numbers an office has given to businesses of a form. Locked while the next is drawn; never goes back."""

    office_code = models.CharField(max_length=40)
    form = models.CharField(max_length=16)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office_code", "form"], name="businesses_one_counter_each")
        ]

    def __str__(self) -> str:
        return f"{self.office_code} {self.form}: {self.last}"
