"""What a verifier's page asked."""

from django.db import models

from madang.framework.protect.fields import EncryptedText
from madang.framework.values.identifiers import new_key
from madang.systems.mobile_id.models.credential import Credential


class PresentationRequest(models.Model):
    """One question of one verifier's page, answered once. `shown` holds the answer for the page, for ten minutes at most.

    Two keys: the wallet learns `key`, and the page is found by `page_key` alone.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    page_key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    question = models.CharField(max_length=60)
    nonce = models.CharField(max_length=64)
    # The private half of the key that the wallet encrypts to, as a JWK.
    response_key = EncryptedText(purpose="mobile_id.response_key")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    shown = models.JSONField(default=dict)
    # For signing in: which credential answered, and when that was used; it is used once.
    credential = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key
