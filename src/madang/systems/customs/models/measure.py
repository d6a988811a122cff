"""Measures for a time upon the tariff that officials enter."""

from django.db import models
from django.db.models import F, Q

STATES = ("proposed", "approved", "refused")


class TradeMeasure(models.Model):
    """A trade remedy, a duty for a time or a tariff quota, as one official entered it from its regulation and another approved
    it. Never edited: a change of the regulation is another measure; only its last day may be brought forward, by two officials
    again. Kept as long as duty reckoned by it may be asked about, at least ten years.
    """

    number = models.CharField(max_length=20, unique=True)
    regime = models.CharField(max_length=8)
    """A kind of rate of the country (`regimes.yaml`)."""
    title = models.CharField(max_length=200)
    prefixes = models.JSONField()
    """The beginnings of the codes of the goods."""
    origins = models.JSONField(default=list)
    """Countries; empty for all."""
    suppliers = models.JSONField(default=list)
    """`[[name, rate]]`, a rate as an expression of duty."""
    others = models.CharField(max_length=200, blank=True, default="")
    """The rate of all suppliers that are not named; empty where they bear none."""
    valid_from = models.DateField()
    last_on = models.DateField(null=True)
    """Its last day; none while no end is set."""
    order = models.CharField(max_length=20, blank=True, default="")
    """The quota that must admit the goods; the quota opens with the approval."""
    quota_total = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    quota_unit = models.CharField(max_length=3, blank=True, default="")
    cite = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    """Where the regulation was read: the gazette's number, an address."""
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default="proposed")
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    ending_on = models.DateField(null=True)
    """The last day that somebody proposed and nobody decided on yet."""
    ending_by = models.CharField(max_length=100, blank=True, default="")
    ending_cite = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("decided_by")), name="customs_measure_by_four_eyes"),
            models.CheckConstraint(
                condition=Q(state="proposed") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="customs_measure_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("valid_from")), name="customs_measure_has_days"
            ),
            models.CheckConstraint(
                condition=Q(order="", quota_total=None) | (~Q(order="") & Q(quota_total__gt=0) & ~Q(quota_unit="")),
                name="customs_measure_quota_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MeasureStep(models.Model):
    """What happened to a measure: who did it, when, and why. Written once (a trigger holds that); kept with it."""

    measure = models.ForeignKey(TradeMeasure, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()
    text = models.CharField(max_length=500, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.kind}"
