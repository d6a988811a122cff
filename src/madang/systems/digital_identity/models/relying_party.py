"""Relying parties."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class RelyingParty(models.Model):
    """A service that may sign residents in here, as an official approved it. Its keys prove who it is; it has no password.

    `sector` is the host by which its residents' names differ from those that others know. Suspended at once by an
    official; never deleted. Kept ten years after its last grant.
    """

    client_id = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300)
    owner_kind = models.CharField(max_length=10)
    owner_key = models.CharField(max_length=64)
    redirect_uris = ArrayField(models.CharField(max_length=500))
    post_logout_uris = ArrayField(models.CharField(max_length=500), default=list)
    logout_uri = models.CharField(max_length=500, blank=True)
    sector = models.CharField(max_length=255)
    scopes = ArrayField(models.CharField(max_length=20))
    level = models.SmallIntegerField(default=1)
    keys = models.JSONField()
    case = models.CharField(max_length=60, unique=True)
    registered_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(redirect_uris=[]), name="digital_identity_party_has_an_address")
        ]

    def __str__(self) -> str:
        return self.name


class UsedAssertion(models.Model):
    """That a relying party used this assertion to prove who it is. A second use is refused. Kept until it would have ended."""

    relying_party = models.ForeignKey(RelyingParty, models.CASCADE, related_name="+")
    jti_hash = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["relying_party", "jti_hash"], name="digital_identity_assertion_once")
        ]

    def __str__(self) -> str:
        return f"{self.relying_party_id} {self.expires_at}"
