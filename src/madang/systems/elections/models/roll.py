"""The roll: who may vote, with which credential, and by which way they voted."""

from django.db import models
from django.db.models import Q

from madang.systems.elections.domain.words import Channel


class Voter(models.Model):
    """An entry of an election's roll. Changes only by objection, and not at all once the roll is frozen, save for `channel`:
    it is set once, or, where paper overrides, once more to paper and back while the election is open. Deleted with what names
    voters.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="voters")
    number = models.PositiveIntegerField()
    """The serial number on the roll."""
    person = models.CharField(max_length=64)
    """The register's key of the person."""
    name = models.CharField(max_length=140)
    birth_on = models.DateField()
    address = models.CharField(max_length=300, blank=True)
    weight = models.PositiveIntegerField(default=1)
    """As how many votes the ballot counts: 1 save in weighted elections."""
    channel = models.CharField(max_length=6, blank=True, choices=[(one.value, one.value) for one in Channel])
    """By which way the voter voted; empty: not yet."""
    voted_at = models.DateTimeField(null=True)
    """When first."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="elections_voter_once"),
            models.UniqueConstraint(fields=["election", "number"], name="elections_roll_number_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="elections_voter_counts"),
            models.CheckConstraint(
                condition=Q(channel="", voted_at=None) | (~Q(channel="") & Q(voted_at__isnull=False)),
                name="elections_voted_by_some_way",
            ),
        ]
        indexes = [models.Index(fields=["person"], name="elections_voter_person")]

    def __str__(self) -> str:
        return f"{self.election_id}/{self.number}"


class Credential(models.Model):
    """The public part of a credential; the secret was never here. On the board's list from its beginning. `voter` is empty for
    a spare one. A lost one is voided and the voter gets a spare, unless a ballot was cast with it. Kept as its election,
    without the voter once what names voters is deleted.
    """

    election = models.ForeignKey("elections.Election", on_delete=models.PROTECT, related_name="credentials")
    public = models.TextField()
    """The public credential (section 4.8): a group element in base 10."""
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of `public`: what it is found by."""
    weight = models.PositiveIntegerField(default=1)
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, null=True, related_name="credentials")
    given_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    overridden = models.BooleanField(default=False)
    """Whether its ballots are left out because its voter was handed paper; set when the board is closed, and published."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "fingerprint"], name="elections_credential_once"),
            models.UniqueConstraint(
                fields=["voter"], condition=Q(voided_at=None), name="elections_one_credential_a_voter"
            ),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]


class PollingRecord(models.Model):
    """That a voter was handed a paper ballot at a polling station. Where paper overrides it may be given back unused, once;
    else it never changes. Deleted with what names voters.
    """

    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="polling_records")
    station = models.CharField(max_length=60)
    official = models.CharField(max_length=100)
    at = models.DateTimeField()
    after_online = models.BooleanField(default=False)
    """Whether the voter had voted online before, so that the paper overrides a ballot on the board."""
    given_back_at = models.DateTimeField(null=True)
    """When the voter gave it back before it went into the urn: then the way of voting is what it was before."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["voter"], condition=Q(given_back_at=None), name="elections_one_paper_a_voter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.voter_id} {self.station}"
