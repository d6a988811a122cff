"""Replies kept for repetition, and exchanges kept as evidence."""

from django.db import models


class KeptReply(models.Model):
    """The reply to a question with an idempotency key; given again when the question comes again. Kept thirty days."""

    sender = models.CharField(max_length=64)
    key = models.CharField(max_length=120)
    question_sha256 = models.BinaryField()
    reply = models.BinaryField()
    fields = models.TextField()
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "key"], name="exchange_reply_key")]


class KeptExchange(models.Model):
    """One exchange as it crossed, kept by the asker on request (`Asking.keep`) so that a third party can check it."""

    envelope_id = models.CharField(max_length=64, unique=True)
    question = models.BinaryField()
    reply = models.BinaryField()
    proof = models.JSONField(null=True)
    kept_at = models.DateTimeField(auto_now_add=True)
