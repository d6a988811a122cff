"""Issued credentials, and what was shown of them."""

from django.db import models
from django.db.models import Q

from madang.framework.values.identifiers import new_key
from madang.systems.mobile_id.domain.credential import Standing
from madang.systems.mobile_id.models.offer import Offer


class Credential(models.Model):
    """A mobile ID on one device: whose, bound to which key, standing where in the status list. Not what it states.

    Revocation is final. Kept five years after its end.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    person = models.CharField(max_length=64, db_index=True)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="credentials")
    # RFC 7638, of the holder's key; and how well the wallet guards it, where its provider attested that.
    thumbprint = models.CharField(max_length=64, unique=True)
    key_storage = models.CharField(max_length=40, blank=True, default="")
    list_number = models.PositiveIntegerField()
    list_index = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    standing = models.PositiveSmallIntegerField(
        default=int(Standing.VALID), choices=[(s.value, s.name) for s in Standing]
    )
    standing_since = models.DateTimeField()
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["list_number", "list_index"], name="mobile_id_one_place_in_a_list"),
            models.CheckConstraint(
                condition=Q(standing=int(Standing.VALID)) | ~Q(reason=""), name="mobile_id_standing_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Showing(models.Model):
    """One presentation to a verifier that this deployment serves: who asked what, and what came of it; not the answers.

    The holder sees it. Append-only. Kept one year.
    """

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="showings")
    question = models.CharField(max_length=60)
    outcome = models.CharField(max_length=20)
    shown_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["credential", "-shown_at"], name="mobile_id_showings")]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.question}"
