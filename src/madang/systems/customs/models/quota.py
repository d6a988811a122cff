"""Tariff quotas."""

from django.db import models
from django.db.models import F, Q


class TariffQuota(models.Model):
    """So much of some goods may come in at the lower rate within a period. `used` is what was given out; the database
    holds that it never exceeds `total`."""

    order = models.CharField(max_length=20)
    """The number by which an item claims it."""
    title = models.JSONField(default=dict)
    unit = models.CharField(max_length=3)
    total = models.DecimalField(max_digits=20, decimal_places=6)
    used = models.DecimalField(max_digits=20, decimal_places=6, default=0)
    valid_from = models.DateField()
    valid_until = models.DateField()
    cite = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "valid_from"], name="customs_quota_once"),
            models.CheckConstraint(
                condition=Q(used__gte=0) & Q(used__lte=F("total")), name="customs_quota_not_exceeded"
            ),
        ]

    def __str__(self) -> str:
        return self.order


class QuotaClaim(models.Model):
    """What one item of a declaration wants of a quota, and what it got: `given` is None until the claims are settled, in
    the order of lodging."""

    quota = models.ForeignKey(TariffQuota, on_delete=models.PROTECT, related_name="claims")
    declaration = models.CharField(max_length=32)
    item = models.PositiveIntegerField()
    wanted = models.DecimalField(max_digits=20, decimal_places=6)
    given = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    """When it went back to the quota, because its declaration was withdrawn or refused."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quota", "declaration", "item"], name="customs_quota_claimed_once"),
            models.CheckConstraint(condition=Q(wanted__gt=0), name="customs_quota_wanted"),
            models.CheckConstraint(
                condition=Q(given=None) | (Q(given__gte=0) & Q(given__lte=F("wanted"))), name="customs_quota_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declaration}/{self.item}"
