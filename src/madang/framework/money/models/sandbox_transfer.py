"""The sandbox bank's own books."""

from django.db import models


class SandboxTransfer(models.Model):
    """What the sandbox bank knows of an order: stands for a foreign bank's database, so nothing else reads or joins it.

    Demo only; kept until the demo is reset.
    """

    token = models.CharField(max_length=40, unique=True)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    purpose = models.CharField(max_length=200)
    return_url = models.CharField(max_length=500)
    state = models.CharField(max_length=16, default="pending")
    events = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    refunded = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.token} {self.state}"
