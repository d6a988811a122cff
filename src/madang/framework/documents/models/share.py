"""A link with which its holder shows a document to somebody."""

from django.db import models

from madang.framework.documents.models.document import Document


class Share(models.Model):
    """Leave to open one document without signing in, until `expires_at`.

    The link carries a secret of which only the SHA-256 is kept. Ended by its owner at any time. Kept for a year after it
    ended, for the owner's list of looks.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="shares")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["document", "-made_at"], name="documents_shares")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="documents_share_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} until {self.expires_at:%Y-%m-%d}"
