"""Go in, and stay in."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Q

from madang.framework.admission.models import Ticket


def enter(*, ticket: UUID | str, called: int, now: datetime) -> bool:
    """Spend a ticket whose turn has come; no where it has not, or was spent before."""
    mine = Ticket.objects.filter(pk=ticket, entered_at=None, place__lte=called)
    return bool(mine.update(entered_at=now, seen_at=now))


def inside_already(*, door: str, holder: str, stay: timedelta, now: datetime) -> str:
    """The ticket with which `holder` is inside, by another browser perhaps; nothing where they are not."""
    rows = Ticket.objects.filter(door=door, holder=holder, seen_at__gt=now - stay).order_by("-seen_at")
    found = rows.values_list("pk", flat=True).first()
    return str(found or "")


def stay_in(*, ticket: str, door: str, round_: int, holder: str, now: datetime) -> str:
    """Note that `holder` still works inside; returns the ticket that says so.

    Who was in before there was a queue gets one that is spent at once, and counts like all others.
    """
    if ticket and Ticket.objects.filter(Q(seen_at__lt=now), pk=ticket).update(seen_at=now):
        return ticket
    if ticket and Ticket.objects.filter(pk=ticket).exists():
        return ticket
    row = Ticket.objects.create(
        id=uuid4(), door=door, round=round_, holder=holder, drawn_at=now, entered_at=now, seen_at=now
    )
    return str(row.pk)
