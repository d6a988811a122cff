"""How often the benefit finder was asked."""

from django.db import models


class BenefitCheck(models.Model):
    """One use of the benefit finder: the day and how its answers fell, never who asked nor what they answered.

    Statistics only; kept for good.
    """

    on = models.DateField()
    likely = models.JSONField(default=list)
    open = models.IntegerField()
    refused = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["on"])]

    def __str__(self) -> str:
        return str(self.on)
