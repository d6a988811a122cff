"""What the automatic issuance for the exchange's members keeps (RFC 8555, 7.1)."""

from typing import ClassVar

from django.db import models

from madang.systems.signatures.models.certificate import Certificate


class AcmeAccount(models.Model):
    """A member's key for asking. `thumbprint` is the key's (RFC 7638); `member` was proven by the binding. Deactivated for
    good, never deleted. Kept as long as the certificates that it asked for."""

    key = models.CharField(max_length=32, unique=True)
    thumbprint = models.CharField(max_length=43, unique=True)
    jwk = models.JSONField()
    member = models.CharField(max_length=64)
    contact = models.JSONField(default=list)
    status = models.CharField(max_length=12, default="valid")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.member} {self.key}"


class AcmeOrder(models.Model):
    """One certificate asked for, for one or several host names of the member. Kept as its account."""

    key = models.CharField(max_length=32, unique=True)
    account = models.ForeignKey(AcmeAccount, models.PROTECT, related_name="orders")
    host_names = models.JSONField()
    status = models.CharField(max_length=12, default="pending")
    error = models.JSONField(null=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="orders")
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="signatures_order_has_certificate",
                condition=models.Q(status="valid", certificate__isnull=False) | ~models.Q(status="valid"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.status}"


class AcmeAuthorization(models.Model):
    """That the member must show, or has shown, that a host name is its own. Kept as its order."""

    key = models.CharField(max_length=32, unique=True)
    order = models.ForeignKey(AcmeOrder, models.PROTECT, related_name="authorizations")
    host_name = models.CharField(max_length=255)
    token = models.CharField(max_length=43)
    status = models.CharField(max_length=12, default="pending")
    error = models.JSONField(null=True)
    validated_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host_name} {self.status}"


class AcmeNonce(models.Model):
    """A number used once (RFC 8555, 6.5): deleted when it is used, or an hour later."""

    value = models.CharField(max_length=43, primary_key=True)
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.value
