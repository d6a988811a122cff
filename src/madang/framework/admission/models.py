"""What the queue keeps."""

from django.db import models
from django.db.models import Q

from madang.framework.admission.domain import Mode


class Door(models.Model):
    """A door as its operator set it, and how far its queue has come. No row: free. `round` grows with each new queue; the
    tickets of the rounds before are void. Kept as long as the system declares the door.
    """

    code = models.CharField(max_length=60, primary_key=True)
    mode = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Mode], default=Mode.FREE.value)
    round = models.IntegerField(default=0)
    per_minute = models.IntegerField(default=600)
    """How many are called in a minute; 0 stands still."""
    most_inside = models.IntegerField(default=0)
    """Above this many inside nobody is called; 0 for no such limit."""
    stay_minutes = models.IntegerField(default=30)
    """How long after the last request somebody still is inside."""
    polls_per_second = models.IntegerField(default=500)
    opens_at = models.DateTimeField(null=True)
    """Those who come before this instant are put in order by lot when it is there."""
    seed = models.BinaryField(null=True)
    """What the lot is drawn with; its SHA-256 is told before, itself only afterwards."""
    lots_drawn_at = models.DateTimeField(null=True)
    lots = models.BigIntegerField(default=0)
    """How many were in the lot; their places come first."""
    last_place = models.BigIntegerField(default=0)
    called = models.BigIntegerField(default=0)
    advanced_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(called__gte=0) & Q(called__lte=models.F("last_place")), name="admission_called_within_queue"
            ),
            models.CheckConstraint(
                condition=Q(per_minute__gte=0)
                & Q(most_inside__gte=0)
                & Q(stay_minutes__gt=0)
                & Q(polls_per_second__gt=0),
                name="admission_limits_are_sensible",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Ticket(models.Model):
    """A place in a round of a queue, one for each who waits. Without a place it waits for the lot. Entered, it is spent, and
    tells who is inside by `seen_at`. Deleted thirty days later.
    """

    id = models.UUIDField(primary_key=True)
    door = models.CharField(max_length=60)
    round = models.IntegerField()
    holder = models.CharField(max_length=64)
    """`account:<id>`, or `browser:<random>` of somebody who has not signed in."""
    drawn_at = models.DateTimeField()
    place = models.BigIntegerField(null=True)
    entered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["door", "round", "holder"], condition=Q(entered_at=None), name="admission_one_ticket_each"
            ),
            models.UniqueConstraint(fields=["door", "round", "place"], name="admission_one_ticket_a_place"),
        ]
        indexes = [
            models.Index(fields=["door", "seen_at"], condition=~Q(seen_at=None), name="admission_inside"),
            models.Index(fields=["door", "holder"], condition=~Q(seen_at=None), name="admission_inside_holder"),
            models.Index(fields=["drawn_at"], name="admission_by_age"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Pace(models.Model):
    """How far a queue had been called at an instant: what waiting times are measured from. Deleted a day later."""

    door = models.CharField(max_length=60)
    round = models.IntegerField()
    at = models.DateTimeField()
    called = models.BigIntegerField()
    waiting = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["door", "-at"], name="admission_pace_by_time")]

    def __str__(self) -> str:
        return f"{self.door} {self.at}: {self.called}"
