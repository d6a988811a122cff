"""Targets of programmes and their results."""

from django.db import models

from madang.systems.treasury.domain.performance import Direction


class ProgrammeTarget(models.Model):
    """What an office wants to reach with a programme in a fiscal year: an indicator, how it is measured, and its value. Set
    until the year's budget is before parliament; then it stays (the database refuses). Kept for ever.
    """

    year = models.PositiveSmallIntegerField()
    office = models.CharField(max_length=32)
    programme = models.CharField(max_length=32)
    indicator = models.CharField(max_length=140)
    unit = models.CharField(max_length=40)
    measured = models.CharField(max_length=300)
    direction = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Direction])
    target = models.DecimalField(max_digits=18, decimal_places=3)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "office", "programme", "indicator"], name="treasury_one_target"),
            models.CheckConstraint(
                condition=~models.Q(indicator="") & ~models.Q(measured=""), name="treasury_target_is_measured"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.programme} {self.indicator}"


class TargetResult(models.Model):
    """What an indicator came to, as the office reported it; a correction is another row, and the last one counts. Appended
    only. Kept as its target.
    """

    target = models.ForeignKey(ProgrammeTarget, on_delete=models.PROTECT, related_name="results")
    value = models.DecimalField(max_digits=18, decimal_places=3)
    note = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.target_id} {self.value}"
