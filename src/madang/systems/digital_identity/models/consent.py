"""What a person allowed, and by which name a relying party knows them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from madang.framework.identity.models import Account
from madang.systems.digital_identity.models.relying_party import RelyingParty


class Consent(models.Model):
    """A person's word that a relying party may be told these scopes. One stands at a time for each party; withdrawn at once.

    `reference` is the exchange's consent, by which the population register is asked. Kept ten years after its end.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    relying_party = models.ForeignKey(RelyingParty, models.PROTECT, related_name="consents")
    scopes = models.JSONField()
    reference = models.CharField(max_length=32, blank=True)
    given_at = models.DateTimeField()
    until_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "relying_party"],
                condition=Q(withdrawn_at=None),
                name="digital_identity_one_consent_stands",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.relying_party_id}"


class PairwiseSubject(models.Model):
    """The random name by which the relying parties of one sector know an account. It tells nothing and never changes."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    sector = models.CharField(max_length=255)
    subject = models.CharField(max_length=43, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sector"], name="digital_identity_one_subject_a_sector")
        ]

    def __str__(self) -> str:
        return self.subject
