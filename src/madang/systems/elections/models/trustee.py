"""Who holds the key of an election."""

from django.db import models


class Trustee(models.Model):
    """A holder of a share of the election's key. The secret was never here. `public` is the trustee's public key with its proof
    (section 4.5). In a threshold ceremony the trustee first sends `certificate`, then `polynomial`, then `output`
    (section 4.6). Kept as its election.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="trustees")
    position = models.PositiveSmallIntegerField()
    """From 1, as partial decryptions name their owner."""
    name = models.CharField(max_length=140)
    public = models.TextField(blank=True)
    certificate = models.TextField(blank=True)
    polynomial = models.TextField(blank=True)
    output = models.TextField(blank=True)
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "position"], name="elections_trustee_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"
