"""Offers of a credential, and the nonces of proofs."""

from django.db import models
from django.db.models import F, Q

from madang.framework.values.identifiers import new_key

CHANNELS = [("online", "online"), ("counter", "counter"), ("wallet", "wallet")]


class WalletRequest(models.Model):
    """What a wallet pushed before it sent its holder's browser here (RFC 9126). Answered once. Kept a day."""

    reference_digest = models.BinaryField(max_length=32, unique=True)
    wallet = models.CharField(max_length=80)
    redirect_uri = models.CharField(max_length=500)
    state = models.CharField(max_length=500, blank=True)
    code_challenge = models.CharField(max_length=43)
    # The key that the wallet announced (RFC 9449, section 10), if it did.
    bound_to = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.wallet} {self.expires_at}"


class Offer(models.Model):
    """Somebody's leave to fetch their mobile ID once. Codes and tokens are kept as keyed digests only.

    Ends unredeemed after some minutes or five wrong transaction codes. Kept a year, for the trail of who was issued what.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    person = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    office = models.CharField(max_length=40, blank=True)
    proof = models.CharField(max_length=40, blank=True)
    consent = models.CharField(max_length=64)
    code_digest = models.BinaryField(max_length=32, unique=True)
    tx_code_digest = models.BinaryField(max_length=32)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    # What the wallet asked for, where it began by itself; the code is then for it alone.
    asked = models.OneToOneField(WalletRequest, models.SET_NULL, null=True, related_name="offer")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True)
    token_digest = models.BinaryField(max_length=32, unique=True, null=True)
    # The thumbprint of the key that the token is bound to (RFC 9449, section 6).
    bound_to = models.CharField(max_length=64, blank=True, default="")
    token_expires_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="mobile_id_offer_ends_after_start"),
            models.CheckConstraint(
                condition=Q(issued_at=None) | Q(redeemed_at__isnull=False), name="mobile_id_offer_issued_after_redeemed"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Nonce(models.Model):
    """A challenge that a proof of possession answers once. Kept until it is used or has run out."""

    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:8]
