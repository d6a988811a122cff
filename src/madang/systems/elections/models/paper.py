"""Paper ballots as officials counted them."""

from django.db import models


class PaperCount(models.Model):
    """What one official counted at one station. It stands once two officials said the same. Kept as its election."""

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="paper_counts")
    station = models.CharField(max_length=60)
    counts = models.JSONField()
    """Votes by question, then by answer; where a blank vote is offered, it comes first, as in the board's result."""
    handed_out = models.PositiveIntegerField()
    """Paper ballots that lay in the box."""
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "station", "entered_by"], name="elections_counted_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.election_id} {self.station}"
