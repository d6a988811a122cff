"""A sign-in at a relying party, from the pushed request to the last token."""

from typing import ClassVar

from django.db import models

from madang.framework.identity.models import Account, Session
from madang.systems.digital_identity.models.consent import Consent
from madang.systems.digital_identity.models.relying_party import RelyingParty


class PushedRequest(models.Model):
    """An authorization request that a relying party left here (RFC 9126). One browser opens it, once it is answered it is over.

    Kept a day.
    """

    reference_hash = models.BinaryField(max_length=32, unique=True)
    relying_party = models.ForeignKey(RelyingParty, models.CASCADE, related_name="+")
    parameters = models.JSONField()
    pushed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    browser_hash = models.BinaryField(max_length=32, null=True)
    opened_at = models.DateTimeField(null=True)
    interrupted = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.relying_party_id} {self.pushed_at}"


class Grant(models.Model):
    """What one sign-in gave a relying party: a family of tokens that ends whole. Kept a year after its end."""

    key = models.CharField(max_length=32, unique=True)
    relying_party = models.ForeignKey(RelyingParty, models.PROTECT, related_name="grants")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    scopes = models.JSONField()
    subject = models.CharField(max_length=43)
    acr = models.CharField(max_length=60)
    amr = models.JSONField()
    proved_at = models.DateTimeField()
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["session", "ended_at"], name="digital_identity_by_session")]

    def __str__(self) -> str:
        return self.key


class AuthorizationCode(models.Model):
    """A code for one grant, redeemed once. Used again, it ends the grant. Kept a day."""

    grant = models.OneToOneField(Grant, models.CASCADE, related_name="code")
    code_hash = models.BinaryField(max_length=32, unique=True)
    redirect_uri = models.CharField(max_length=500)
    nonce = models.CharField(max_length=300, blank=True)
    code_challenge = models.CharField(max_length=128)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.grant_id}"

    def get_redirect_uri(self) -> str:
        """As the protocol library asks for it."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """As the protocol library asks for it."""
        return " ".join(self.grant.scopes)


class Token(models.Model):
    """An access or refresh token of a grant; only its hash is kept. A refresh token used twice ends the grant. Kept a day."""

    ACCESS, REFRESH = "access", "refresh"

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=8)
    token_hash = models.BinaryField(max_length=32, unique=True)
    scopes = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.grant_id} {self.kind}"
