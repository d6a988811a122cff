"""Keys that sign id_tokens."""

from django.db import models

from madang.framework.protect.fields import EncryptedText


class SigningKey(models.Model):
    """A P-256 key. Published before it signs, signs in its time, stays published until its last token has ended.

    `private`, in PEM, is encrypted at rest. Kept a year after its end.
    """

    kid = models.CharField(max_length=43, unique=True)
    private = EncryptedText(purpose="digital_identity.signing_key")
    public = models.JSONField()
    made_at = models.DateTimeField()
    signs_from = models.DateTimeField()
    signs_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.kid
