"""Offices of the state and the duties of their officials."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from madang.framework.identity.models.account import Account


class DateRange(Func):
    """PostgreSQL's half-open range of two dates."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Office(models.Model):
    """An office: a desk of an agency somewhere. `code` is permanent; a merged office stays and names its successor's parent."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    agency = models.CharField(max_length=160, blank=True)
    region = models.CharField(max_length=20, blank=True, db_index=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """The office's name in `language`: the country's own, or English for every other one."""
        return self.name if language.startswith("ko") or not self.name_en else self.name_en


class DutyAssignment(models.Model):
    """That an account holds a duty at an office from a day up to, not including, another. Ended, never deleted.

    One account holds one duty at one office once at a time (exclusion constraint). Kept ten years.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="duties")
    office = models.ForeignKey(Office, models.PROTECT, related_name="assignments")
    duty = models.CharField(max_length=80, db_index=True)
    assigned_from = models.DateField()
    assigned_until = models.DateField(null=True)
    assigned_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(assigned_until=None) | Q(assigned_until__gte=F("assigned_from")),
                name="identity_duty_ends_after_its_start",
            ),
            ExclusionConstraint(
                name="identity_duty_held_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    ("duty", RangeOperators.EQUAL),
                    (DateRange("assigned_from", "assigned_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.duty} @ {self.office_id}"
