"""A certificate in the register."""

from typing import ClassVar

from django.db import models

from madang.framework.values import Party
from madang.systems.signatures.models.authority import Authority


class Certificate(models.Model):
    """A certificate as it was issued, and its status today. What was issued is never edited; each change of status is a
    StatusChange. A revoked one stays revoked. Kept ten years past its end, for those who check old signatures.
    `case` is the case that granted it, or `device:` and the name of the system that had it certified.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="certificates")
    serial = models.CharField(max_length=40)
    profile = models.CharField(max_length=16)
    party = models.CharField(max_length=80, blank=True, default="")
    name = models.CharField(max_length=64)
    der = models.BinaryField()
    fingerprint = models.CharField(max_length=64, unique=True)
    key_label = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=12, default="good")
    reason = models.CharField(max_length=32, blank=True, default="")
    changed_at = models.DateTimeField(null=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    issued_at = models.DateTimeField()
    case = models.CharField(max_length=60, blank=True, default="")
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewed_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["serial", "authority"], name="signatures_serial_once"),
            models.CheckConstraint(
                name="signatures_status_known", condition=models.Q(status__in=("good", "suspended", "revoked"))
            ),
            models.CheckConstraint(
                name="signatures_status_dated", condition=models.Q(status="good") | models.Q(changed_at__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "-issued_at"], name="signatures_by_party"),
            models.Index(fields=["authority", "changed_at"], name="signatures_by_change"),
            models.Index(fields=["profile", "-issued_at"], name="signatures_by_profile"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.serial}"

    @property
    def holder(self) -> Party | None:
        """Whose it is; None for the authorities' own."""
        return Party.parse(self.party) if self.party else None

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificate and its issuers up to the root, in DER."""
        return (bytes(self.der), *self.authority.chain)


class StatusChange(models.Model):
    """That a certificate took a status at an instant. Never edited: a trigger refuses. Kept as long as the certificate."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="changes")
    status = models.CharField(max_length=12)
    reason = models.CharField(max_length=32, blank=True, default="")
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=120, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.status} {self.changed_at:%Y-%m-%d}"


class PresignedAnswer(models.Model):
    """The OCSP answer that is handed out to whoever sends no nonce, until it is out of date. Deleted with each change of
    status, so that a revocation shows at once. Kept for a day.
    """

    certificate = models.OneToOneField(Certificate, models.CASCADE, primary_key=True)
    question = models.BinaryField()
    der = models.BinaryField()
    produced_at = models.DateTimeField()
    next_update = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.produced_at:%Y-%m-%d %H:%M}"
