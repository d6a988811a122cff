"""Polling stations, the paper that they hand out, and what officials counted."""

from django.db import models


class Station(models.Model):
    """A polling station of an election. Once an election names stations, paper is handed out at these alone. Kept as its
    election.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="stations")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "name"], name="elections_station_once")]

    def __str__(self) -> str:
        return f"{self.election_id} {self.name}"


class PaperStock(models.Model):
    """The serial numbers of all ballots that a station printed, in the order of the alphabet: one row a station, so that
    neither order nor time tells who was handed which. Kept as its election.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="paper_stocks")
    station = models.CharField(max_length=60)
    serials = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "station"], name="elections_one_stock_a_station")]

    def __str__(self) -> str:
        return f"{self.election_id} {self.station}"


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
