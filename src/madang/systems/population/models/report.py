"""The link between an application at the counter and the case it opened here."""

from django.db import models


class Report(models.Model):
    """An application heard from the one counter: which case decides it. One case an application, however often the event
    comes; deleted with its case's retention."""

    application = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=64)
    case = models.CharField(max_length=40, unique=True)
    language = models.CharField(max_length=8, blank=True, default="")
    received_at = models.DateTimeField()
