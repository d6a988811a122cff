"""The catalogue: what every member offers, as it last said."""

import msgspec
from django.db import models

from madang.contracts.services_v1 import ServiceDeclaration


class CatalogueSource(models.Model):
    """A member that offers services, and when it last answered. A member's outage leaves its services listed.

    Replaced at each refresh; no personal data; kept as long as the member is on the exchange.
    """

    member = models.CharField(max_length=64, unique=True)
    refreshed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.member


class CatalogueEntry(models.Model):
    """One service as its owner declared it. Codes are unique; an entry its owner no longer declares is withdrawn, not deleted,
    so that old applications keep their title. No personal data; kept for good."""

    code = models.CharField(max_length=100, unique=True)
    member = models.CharField(max_length=64)
    owner = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    category = models.CharField(max_length=40, blank=True)
    place = models.IntegerField(default=0)
    declaration = models.JSONField()
    asked = models.IntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place", "code")
        indexes = [models.Index(fields=["category", "place"])]

    def __str__(self) -> str:
        return self.code

    @property
    def service(self) -> ServiceDeclaration:
        """The declaration, typed."""
        return msgspec.convert(self.declaration, ServiceDeclaration)
