"""Elections, their questions, and what two managers did together."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from madang.framework.identity.actor import Assurance
from madang.systems.elections.domain.words import Kind, QuestionKind, RollSource, State, Step


class Election(models.Model):
    """An election from its draft to its sealed records. What was announced does not change. Kept for ever; what names voters
    goes when the law says so.
    """

    uuid = models.CharField(max_length=32, unique=True)
    """Its name on the board: Base58, as Belenios has it."""
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Kind])
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    about = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    office = models.CharField(max_length=40)
    """The code of the office that holds it."""
    division = models.CharField(max_length=20, blank=True)
    """The district, by its code in the pack; empty: the whole country."""
    roll_source = models.CharField(max_length=8, choices=[(one.value, one.value) for one in RollSource])
    reference_on = models.DateField()
    """On this day the conditions of the roll are to be met."""
    quorum_percent = models.PositiveSmallIntegerField(null=True)
    """How much of the roll must vote for the result to be valid; none asked where null."""
    inspection_from = models.DateField()
    inspection_until = models.DateField()
    """The last day of the roll's inspection and of objections."""
    absentee_until = models.DateField(null=True)
    """The last day of applying to vote by post; nobody does where null."""
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    assurance = models.PositiveSmallIntegerField(default=Assurance.NONE.value)
    """How surely voters have to be signed in to vote online; any sign-in is enough where 0."""
    paper_overrides = models.BooleanField(default=False)
    """Whether who voted online may still vote on paper at a station, and the paper ballot stands (docs/adr/0068)."""
    series = models.CharField(max_length=60, blank=True)
    """What the elections of one vote in several districts have in common; empty: held for itself."""
    double_majority = models.BooleanField(default=False)
    """Whether a referendum in several districts also needs more than half of these."""
    threshold = models.PositiveSmallIntegerField(default=0)
    """How many trustees suffice to decrypt; all of them where 0."""
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in State], default=State.DRAFT.value
    )
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=100)
    announced_at = models.DateTimeField(null=True)
    roll_digest = models.CharField(max_length=64, blank=True)
    """SHA-256 over the frozen roll, hexadecimal; published."""
    published_at = models.DateTimeField(null=True)
    purged_at = models.DateTimeField(null=True)
    """When what names voters was deleted."""
    roll_figures = models.JSONField(null=True)
    """How many stood on the roll and voted by which way, once the roll is deleted."""
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    told_until = models.PositiveIntegerField(default=0)
    """Up to which number of the roll voters were told that it is cancelled."""
    record_number = models.CharField(max_length=40, blank=True)
    """The number of the sealed record."""
    archive_sha256 = models.CharField(max_length=64, blank=True)
    """Of the archive as it was sealed, hexadecimal."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(uuid__regex=r"^[1-9A-HJ-NP-Za-km-z]{14,}$"), name="elections_uuid_form"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="elections_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(inspection_until__gte=F("inspection_from")), name="elections_inspection_has_days"
            ),
            models.CheckConstraint(
                condition=Q(assurance__lte=Assurance.HIGH.value),
                name="elections_assurance_is_a_level",
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent=None) | Q(quorum_percent__gte=1, quorum_percent__lte=100),
                name="elections_quorum_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT.value, State.CANCELLED.value]) | Q(announced_at__isnull=False),
                name="elections_announced_before_all_else",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT.value, State.ANNOUNCED.value, State.CANCELLED.value])
                | ~Q(roll_digest=""),
                name="elections_frozen_has_a_digest",
            ),
        ]
        indexes = [models.Index(fields=["state", "opens_at"], name="elections_by_state")]

    def __str__(self) -> str:
        return f"{self.uuid} {self.title}"

    def is_open(self, now: datetime) -> bool:
        """Whether ballots are taken."""
        return self.state == State.READY and self.opens_at <= now < self.closes_at

    def lies_open(self, today: date) -> bool:
        """Whether the roll may be inspected and objected to."""
        return self.state == State.ANNOUNCED and self.inspection_from <= today <= self.inspection_until


class Question(models.Model):
    """One question of an election. Never changed once announced. Kept as its election."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in QuestionKind])
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    answers = models.JSONField()
    """`[{"text", "text_en"}]` in the order of the ballot."""
    least = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    blank = models.BooleanField()
    """Whether a blank vote is offered."""
    refusal = models.BooleanField(default=False)
    """Whether the last answer refuses all others: it is counted and told, and elects nobody."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "position"], name="elections_question_once"),
            models.CheckConstraint(
                condition=Q(most__gte=1) & Q(most__gte=F("least")), name="elections_question_bounds"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class JointStep(models.Model):
    """A step of an election that one manager proposed and another approved. Kept as its election."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Step])
    proposed_by = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    """Why, where an election is cancelled."""
    approved_by = models.CharField(max_length=100, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "step"], name="elections_step_once"),
            models.CheckConstraint(condition=~Q(proposed_by=F("approved_by")), name="elections_by_four_eyes"),
            models.CheckConstraint(
                condition=Q(approved_by="", approved_at=None) | (~Q(approved_by="") & Q(approved_at__isnull=False)),
                name="elections_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election_id} {self.step}"
