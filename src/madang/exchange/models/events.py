"""Events on their way."""

from django.db import models


class OutboxEvent(models.Model):
    """An announced event with its envelope, as bytes. Written in the transaction of the change it tells of."""

    id = models.CharField(max_length=32, primary_key=True)
    contract = models.CharField(max_length=120)
    happening = models.BinaryField()
    announced_at = models.DateTimeField()


class Delivery(models.Model):
    """An event's way to one system: delivered, waiting for its next try, or dead after too many."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.CharField(max_length=64)
    attempts = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "recipient"], name="exchange_delivery_once")]
        indexes = [
            models.Index(
                fields=["recipient", "next_at"],
                name="exchange_delivery_waiting",
                condition=models.Q(delivered_at=None, dead_at=None),
            ),
            models.Index(fields=["dead_at"], name="exchange_delivery_dead", condition=~models.Q(dead_at=None)),
        ]


class Heard(models.Model):
    """An event that a system of this member has acted on; what makes delivery at least once act exactly once."""

    event_id = models.CharField(max_length=32)
    system = models.CharField(max_length=64)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "system"], name="exchange_heard_once")]
