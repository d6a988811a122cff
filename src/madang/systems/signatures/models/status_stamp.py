"""How often any status changed."""

from django.db import models


class StatusStamp(models.Model):
    """One row: a trigger counts it up in the transaction of every change of a certificate's status. Whoever read it before
    the statuses, and reads the same again, knows that they still hold; that is what kept answers are checked by."""

    value = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return str(self.value)
