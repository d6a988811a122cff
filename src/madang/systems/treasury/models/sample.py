"""Samples that auditors drew."""

from django.db import models

from madang.systems.treasury.domain.sampling import Method


class AuditSample(models.Model):
    """A sample of a year's verified claims: how it was drawn, of which population, and what came out. Never changed; the seed
    and the digest let anybody draw it again. Kept ten years.
    """

    year = models.PositiveSmallIntegerField()
    method = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Method])
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    minor = models.DecimalField(max_digits=30, decimal_places=0)
    digest = models.CharField(max_length=64)
    chosen = models.JSONField()
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"{self.year} {self.method} {self.seed}"
