"""What is stored, and who needs it."""

from django.db import models

from madang.framework.protect.fields import EncryptedText
from madang.framework.storage.sealing import PURPOSE
from madang.framework.values.identifiers import new_key


class Blob(models.Model):
    """Bytes by their SHA-256. Never edited; equal bytes are kept once. Dropped by the sweep after the last reference went.

    `secret` opens what lies in the place and names it there; without it the bytes lie open under their hash, as they
    did before blobs were sealed (`manage.py seal_blobs`).
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    secret = EncryptedText(purpose=PURPOSE, null=True)

    def __str__(self) -> str:
        return self.sha256


class Reference(models.Model):
    """That an owner (`case:KR-2026-…`, `draft:…`) holds a blob under a file name. Downloads go through it, never the blob.

    `owner_kind` names the rule that says who may read: the action `storage.read.<owner_kind>`.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="references")
    owner_kind = models.CharField(max_length=40)
    owner_key = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    held_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner_kind", "owner_key"], name="storage_reference_owner")]

    def __str__(self) -> str:
        return self.name
