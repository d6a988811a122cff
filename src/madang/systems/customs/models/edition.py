"""Editions of the tariff that officials take in."""

from django.db import models
from django.db.models import F, Q

STATES = ("proposed", "approved", "refused")


class TariffEdition(models.Model):
    """A published tariff table that one tariff officer read in and another approved; from `takes_effect_on` on it is the law
    for the kinds of rates that it holds. Never edited nor deleted (a trigger holds that): what is wrong in it, the next one
    puts right. Kept as long as duty reckoned by it may be asked about, at least ten years.
    """

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=140)
    """Of the file."""
    layout = models.CharField(max_length=8)
    source = models.CharField(max_length=300)
    """Which publication it is: publisher, number, day."""
    takes_effect_on = models.DateField()
    kinds = models.JSONField()
    """The kinds of rates for which the table is whole (`regimes.yaml`)."""
    line_count = models.PositiveIntegerField()
    rate_count = models.PositiveIntegerField()
    left_out = models.JSONField(default=dict)
    """How many rows were not taken, by reason."""
    difference = models.JSONField(default=dict)
    """What it changes on its first day, as it was reckoned when it was read: `{"added", "ended", "changed"}`, counts, and a few
    codes of each."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the file as it came."""
    tables = models.BinaryField()
    """The two tables of the pack's form, compressed (`usecases/tariff/edition_tables.py`)."""
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default="proposed")
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("decided_by")), name="customs_edition_by_four_eyes"),
            models.CheckConstraint(
                condition=Q(state="proposed") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="customs_edition_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "takes_effect_on"], name="customs_editions_that_hold")]

    def __str__(self) -> str:
        return self.number
