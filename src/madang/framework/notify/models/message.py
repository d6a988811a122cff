"""Messages."""

from django.db import models


class Message(models.Model):
    """What the state wrote to a party, as it was worded then. Only `read_at` changes. Kept five years."""

    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    template = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party_kind", "party_key", "-id"], name="notify_inbox"),
            models.Index(fields=["party_kind", "party_key"], condition=models.Q(read_at=None), name="notify_unread"),
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """A message on its way outside the house, by `channel` (email, sms). Kept as its message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=8)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="notify_one_delivery_a_channel")]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"
