"""A closed board on its way to its sums."""

from django.db import models


class TallyPart(models.Model):
    """Some of the ballots that count, by their credentials from `first` to `last`, to be checked and added up by one job:
    workers on as many machines as wanted take one each. `sums` is empty until then. Kept until all sums are on the board or the
    election is cancelled.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="tally_parts")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    ballots = models.PositiveIntegerField()
    """How many credentials of the part voted, each once at last."""
    sums = models.TextField(blank=True)
    """The part's product of ciphertexts, as an encrypted tally has it."""
    weight = models.BigIntegerField(default=0)
    broken = models.CharField(max_length=64, blank=True)
    """The tracking number of a ballot that is not what was accepted: nothing is added up until somebody knows why."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "first"], name="elections_tally_part_once")]

    def __str__(self) -> str:
        return f"{self.election_id}/{self.first}-{self.last}"


class ShuffleToCheck(models.Model):
    """A shuffle that a trustee handed in, which a job checks; one at a time, for each is of what the one before left. Once it
    holds, it stands on the board and goes from here. If it does not, `refused` names the check that failed, its text goes, and
    the rest is kept until the trustee hands in another, as many shuffled as are needed, or the election is cancelled.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="shuffles_to_check")
    trustee = models.OneToOneField("elections.Trustee", on_delete=models.PROTECT, related_name="shuffle_to_check")
    text = models.TextField(blank=True)
    handed_in_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    """How many steps of the check are done."""
    steps = models.PositiveIntegerField(default=0)
    """Of how many; 0 until a worker began."""
    refused = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election"], condition=models.Q(refused=""), name="elections_one_shuffle_checked_at_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.trustee_id} {self.refused}"
