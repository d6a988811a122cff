"""Consents of subjects."""

from django.db import models


class Consent(models.Model):
    """The subject's agreement that a system asks one question about them until a day. Withdrawn at any time, never deleted."""

    reference = models.CharField(max_length=32, unique=True)
    subject = models.CharField(max_length=80, db_index=True)
    asker = models.CharField(max_length=64)
    contract = models.CharField(max_length=120)
    purpose = models.TextField()
    given_at = models.DateTimeField()
    until_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
