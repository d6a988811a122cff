"""Sessions, devices, the history of sign-ins and the counters of failed ones."""

from django.db import models

from madang.framework.identity.models.account import Account
from madang.framework.identity.models.passkey import Passkey


class Device(models.Model):
    """A browser that once signed in to an account, recognised by a random cookie of which only the hash is kept.

    A known device keeps its own count of failures: a stranger who guesses cannot lock the owner out of it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="devices")
    token_hash = models.BinaryField(max_length=32)
    label = models.CharField(max_length=120)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "token_hash"], name="identity_device_once_an_account")
        ]

    def __str__(self) -> str:
        return self.label


class Session(models.Model):
    """A signed-in session on a device. It ends by signing out, from another device, by idling, or by age.

    `proved_at` is when its person last proved who they are: at sign-in, or later where a service asked for it again.
    `ground` says on what the level stands where the means' status was asked for (`outage`: a lower level, stated);
    `means` names a means that no passkey is, so that its end ends the session.
    Ended sessions are kept a year as the sign-in history's counterpart.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions")
    device = models.ForeignKey(Device, models.SET_NULL, null=True, related_name="sessions")
    label = models.CharField(max_length=120)
    address = models.CharField(max_length=45)
    assurance = models.SmallIntegerField()
    method = models.CharField(max_length=20)
    signed_in_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    passkey = models.ForeignKey(Passkey, models.SET_NULL, null=True, related_name="+")
    means = models.CharField(max_length=120, blank=True, default="", db_index=True)
    ground = models.CharField(max_length=12, blank=True, default="")
    last_seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-last_seen_at"], name="identity_session_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.label}"


class SignInAttempt(models.Model):
    """One try to sign in, good or bad, shown to the account's owner. Kept a year. `told_at` is when a warning counted it.

    A try with a name that no account has is written as well, without the name (people type passwords there): what a
    try costs must not tell whether the account exists.
    """

    GOOD = "good"
    BAD = "bad"

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="attempts")
    at = models.DateTimeField()
    address = models.CharField(max_length=45)
    label = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10)
    method = models.CharField(max_length=20)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="identity_attempt_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.outcome}"


class FailureCount(models.Model):
    """How often signing in failed of late for an account's name, a known device or a network address.

    Names that no account has are counted as well, so that being locked tells nothing. Dropped a day after the last one.
    """

    key = models.CharField(max_length=100, primary_key=True)
    failures = models.PositiveIntegerField()
    failed_at = models.DateTimeField(db_index=True)
    blocked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key
