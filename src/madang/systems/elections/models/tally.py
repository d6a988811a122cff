"""A closed board on its way to its sums."""

from django.db import models


class TallyPart(models.Model):
    """Some of the ballots that count, by their credentials from `first` to `last`, to be added up by one job: workers on as
    many machines as wanted take one each. `sums` is empty until then. Kept until all sums are on the board.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="tally_parts")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    ballots = models.PositiveIntegerField()
    """How many credentials of the part voted, each once at last."""
    sums = models.TextField(blank=True)
    """The part's product of ciphertexts, as an encrypted tally has it."""
    weight = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "first"], name="elections_tally_part_once")]

    def __str__(self) -> str:
        return f"{self.election_id}/{self.first}-{self.last}"
