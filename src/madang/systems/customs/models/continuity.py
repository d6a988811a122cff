"""When the service cannot run: declared fallbacks, what was released on paper meanwhile, and how the service was measured."""

from django.db import models
from django.db.models import F, Q

from madang.framework.values import Party, PartyKind

_OVER = Q(end_declared_at__isnull=False) | Q(dropped_at__isnull=False)


class Fallback(models.Model):
    """A fallback procedure of one customs office or of all (empty), as one officer proposed it and another declared it; ended
    the same way. Its time is that of the outage, which may lie before anybody could enter it. Never edited otherwise. Kept
    ten years.
    """

    number = models.CharField(max_length=20, unique=True)
    office_code = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=500)
    """What the public is told."""
    began_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    declared_by = models.CharField(max_length=100, blank=True, default="")
    declared_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    """When its proposal was turned down."""
    ended_at = models.DateTimeField(null=True)
    """When the outage was over, as the one who proposes its end says."""
    end_proposed_by = models.CharField(max_length=100, blank=True, default="")
    end_declared_by = models.CharField(max_length=100, blank=True, default="")
    end_declared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office_code"], condition=~_OVER, name="customs_one_fallback_at_a_time"),
            models.CheckConstraint(condition=~Q(proposed_by=F("declared_by")), name="customs_fallback_by_four_eyes"),
            models.CheckConstraint(
                condition=Q(end_declared_at=None) | ~Q(end_proposed_by=F("end_declared_by")),
                name="customs_fallback_ends_by_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("began_at")), name="customs_fallback_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        """proposed, dropped, standing, ending, ended."""
        if self.dropped_at is not None:
            return "dropped"
        if self.declared_at is None:
            return "proposed"
        if self.end_declared_at is not None:
            return "ended"
        return "ending" if self.end_proposed_by else "standing"


class PaperRelease(models.Model):
    """Goods that an officer released on paper during a fallback, entered afterwards. It names the declaration by its party and
    own reference, so it may be entered before the declaration arrives. Never edited; kept as long as the declaration.
    """

    fallback = models.ForeignKey(Fallback, on_delete=models.PROTECT, related_name="releases")
    party_kind = models.CharField(max_length=16)
    party_key = models.CharField(max_length=64)
    reference = models.CharField(max_length=64)
    paper = models.CharField(max_length=40)
    """The number on the paper."""
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=120)
    """Who signed the paper."""
    entered_by = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    declaration = models.CharField(max_length=32, blank=True, default="")
    """Its number, once it is here."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_kind", "party_key", "reference"], name="customs_released_on_paper_once"
            ),
        ]
        indexes = [models.Index(fields=["declaration"], condition=~Q(declaration=""), name="customs_paper_release_of")]

    def __str__(self) -> str:
        return self.paper

    @property
    def party(self) -> Party:
        """Whose goods they are."""
        return Party(PartyKind(self.party_kind), self.party_key)


class AnswerTime(models.Model):
    """How long a declarant waited for the answer to one declaration, taken or refused. Kept two days, then only in measures."""

    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    channel = models.CharField(max_length=8)

    class Meta:
        indexes = [models.Index(fields=["at"], name="customs_answer_times")]

    def __str__(self) -> str:
        return f"{self.milliseconds} ms"


class ServiceMeasure(models.Model):
    """What a worker found when it measured the service. Where there is none, nobody knows how the service was. Kept a year."""

    at = models.DateTimeField(unique=True)
    state = models.CharField(max_length=10)
    answered = models.PositiveIntegerField()
    median_milliseconds = models.PositiveIntegerField(null=True)
    waiting_files = models.PositiveIntegerField()
    neighbours = models.JSONField()
    """`{member: whether it answered}`."""

    def __str__(self) -> str:
        return f"{self.at} {self.state}"
