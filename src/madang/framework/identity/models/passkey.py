"""Passkeys, the questions asked of them, and the codes that a counter gives out."""

from typing import ClassVar

from django.db import models

from madang.framework.identity.models.account import Account


class Passkey(models.Model):
    """A WebAuthn credential of an account: the public key of one device or one keychain.

    `level` is how surely its owner was known when it was enrolled; it never rises. `checked_by` says who vouches that its
    key cannot leave the device: its maker's attestation, an official at a counter, or nobody. `handle` is what
    authenticators keep instead of a name. Removed or suspended (its counter told of a copy), it signs in nobody, for
    ever. Kept ten years.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="passkeys")
    credential = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField()
    handle = models.BinaryField(max_length=64)
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)
    transports = models.JSONField(default=list)
    device_bound = models.BooleanField(default=False)
    level = models.SmallIntegerField()
    checked_by = models.CharField(max_length=12, blank=True, default="")
    enrolled_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "enrolled_at"], name="identity_passkey_account")]

    def __str__(self) -> str:
        return self.name


class PasskeyChallenge(models.Model):
    """A question to an authenticator. Used by deleting it, so that an answer counts once. Kept five minutes."""

    ENROL, SIGN_IN, CONFIRM, APPROVE, WITNESS = "enrol", "sign_in", "confirm", "approve", "witness"

    challenge = models.BinaryField(max_length=64, unique=True)
    purpose = models.CharField(max_length=10)
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    handle = models.BinaryField(max_length=64, default=b"")
    asked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.purpose


class KnownStanding(models.Model):
    """What a status source last said of a means (`passkey:12`, `mobile_id:…`); replaced by each newer answer."""

    means = models.CharField(max_length=120, unique=True)
    standing = models.CharField(max_length=12)
    heard_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.standing


class EnrolmentCode(models.Model):
    """That an official checked a person face to face and gave them a code to sign in once and enrol a passkey.

    Only the hash is kept. `evidence` names the kind of document seen, never its number. A newer code ends an older one.
    Kept ten years.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="enrolment_codes")
    code_hash = models.BinaryField(max_length=32)
    evidence = models.CharField(max_length=30)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    office = models.CharField(max_length=40)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.issued_at}"
