"""Who votes by post."""

from django.db import models
from django.db.models import Q

from madang.systems.elections.domain.words import AbsenteeGround


class PostalVoter(models.Model):
    """That a voter was admitted to vote by post, and so neither online nor at a station, unless the ballot is handed back
    unused. Deleted with what names voters.
    """

    voter = models.OneToOneField("elections.Voter", on_delete=models.PROTECT, related_name="postal")
    ground = models.CharField(max_length=12, choices=[(one.value, one.value) for one in AbsenteeGround])
    sent_to = models.CharField(max_length=300)
    """The address to which the ballot goes."""
    admitted_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    """When the envelope came back; it goes into the box unopened."""
    handed_back_at = models.DateTimeField(null=True)
    """When the unused ballot was handed back: then the voter votes as everybody does."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_at=None) | (Q(posted_at__isnull=False) & Q(handed_back_at=None)),
                name="elections_returned_once_posted",
            )
        ]

    def __str__(self) -> str:
        return f"{self.voter_id} {self.ground}"
