"""The board: an append-only chain of events, as a Belenios archive has them."""

from django.db import models
from django.db.models import Q

from madang.systems.elections.domain.belenios.board import Kind


class Board(models.Model):
    """Where an election's chain ends: whoever appends holds this row. `height` is that of the last event."""

    election = models.OneToOneField("elections.Election", on_delete=models.PROTECT, related_name="board")
    height = models.BigIntegerField()
    head = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    """The archive's timestamp."""

    def __str__(self) -> str:
        return f"{self.election_id}@{self.height}"


class BoardEvent(models.Model):
    """One event. `hash` is SHA-256 of the event's JSON, which follows from the other fields; the next event names it as its
    `parent`. Never changed or deleted. Kept for ever.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="events")
    height = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Kind])
    parent = models.CharField(max_length=64, blank=True)
    payload = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "height"], name="elections_one_event_a_height"),
            models.UniqueConstraint(fields=["election", "parent"], name="elections_one_event_after_another"),
            models.CheckConstraint(
                condition=Q(height=0, parent="") | (Q(height__gt=0) & ~Q(parent="")),
                name="elections_event_has_a_parent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election_id}@{self.height} {self.kind}"


class BoardData(models.Model):
    """A text that an event brought to the board, byte by byte as it is hashed; in the archive it stands before its event, by
    `position`. Never changed or deleted. Kept for ever.
    """

    event = models.ForeignKey(BoardEvent, on_delete=models.PROTECT, related_name="data")
    position = models.PositiveSmallIntegerField()
    hash = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "position"], name="elections_one_text_a_position")]

    def __str__(self) -> str:
        return self.hash


class Ballot(models.Model):
    """That a ballot on the board was cast with a credential. Of several with one credential the last one counts. Kept for ever:
    it says no more than the board does.
    """

    event = models.OneToOneField(BoardEvent, on_delete=models.PROTECT, primary_key=True, related_name="ballot")
    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="ballots")
    credential = models.ForeignKey("elections.Credential", on_delete=models.PROTECT, related_name="ballots")
    tracking = models.CharField(max_length=64)
    """The tracking number that the voter was told: SHA-256 of the ballot in Base64, without padding."""
    commitments = models.BinaryField(default=b"")
    """Those of the ballot's proofs, in the order in which they are checked: no secret, for they follow from the ballot. Whoever
    checks the archive with them is spared computing them."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "tracking"], name="elections_ballot_once")]

    def __str__(self) -> str:
        return self.tracking


class OverrideList(models.Model):
    """Which ballots of a closed board are not counted because their voters were handed paper: the list as it is published, and
    where the chain of the counted archive is when its ballots end. Never changed or deleted. Kept for ever: it names nobody.
    """

    election = models.OneToOneField(
        "elections.Election", on_delete=models.PROTECT, primary_key=True, related_name="override_list"
    )
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    """Of `text`, hexadecimal; shown with the result."""
    credentials = models.PositiveIntegerField()
    collected = models.BigIntegerField()
    """The height at which the collection board ends."""
    height = models.BigIntegerField()
    head = models.CharField(max_length=64)
    """Height and hash of the event that ends the ballots of the counted archive."""

    def __str__(self) -> str:
        return f"{self.election_id}: {self.credentials}"


class SeenCiphertext(models.Model):
    """That a ciphertext came to the board, by SHA-256 of its first half. Once only: who repeats one may be copying a vote, and
    whoever verifies the archive refuses it. Kept while ballots are taken.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="+")
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "digest"], name="elections_ciphertext_once")]

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:12]
