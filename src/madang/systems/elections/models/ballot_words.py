"""The ballot in further languages."""

from django.db import models


class BallotWords(models.Model):
    """An election's title, questions and answers in one more language, as the manager wrote them. Never changed once announced;
    the board publishes them with the election. Kept as its election.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="words")
    language = models.CharField(max_length=12)
    """By BCP 47, such as `vi` or `zh-Hans`."""
    lines = models.JSONField()
    """The title, then each question followed by its answers, in the order of the ballot."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "language"], name="elections_words_once")]

    def __str__(self) -> str:
        return f"{self.election_id} {self.language}"
