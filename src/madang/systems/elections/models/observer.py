"""Who observes an election, and what observers wrote down."""

from django.db import models
from django.db.models import F, Q


class Observer(models.Model):
    """Somebody who asked to observe an election; accredited once two managers said so. Kept as the election."""

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="observers")
    person = models.CharField(max_length=64)
    """The register's key of the person."""
    name = models.CharField(max_length=140)
    sent_by = models.CharField(max_length=200)
    """For whom: a candidate, a party, an organisation; public with each incident."""
    applied_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100, blank=True)
    accredited_by = models.CharField(max_length=100, blank=True)
    accredited_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="elections_observer_once"),
            models.CheckConstraint(
                condition=Q(accredited_by="") | (~Q(proposed_by="") & ~Q(proposed_by=F("accredited_by"))),
                name="elections_accredited_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election_id} {self.sent_by}"


class Incident(models.Model):
    """What an observer wrote down of an election, public as it was written. Never changed. Kept for ever."""

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="incidents")
    observer = models.ForeignKey(Observer, on_delete=models.PROTECT, related_name="incidents")
    text = models.CharField(max_length=1000)
    height = models.BigIntegerField(null=True)
    """The last event of the board when it was written; null before the board began."""
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.election_id} {self.at:%Y-%m-%d %H:%M}"


class IncidentReply(models.Model):
    """What the commission replied to an observer's note, public as it was written. Never changed. Kept for ever."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="replies")
    text = models.CharField(max_length=1000)
    replied_by = models.CharField(max_length=100)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at:%Y-%m-%d %H:%M}"
