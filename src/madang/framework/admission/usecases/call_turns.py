"""Call the turns that are due: asked for once a second by whoever is asked for the queue, and by a job each minute."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from madang.framework.admission.domain import Mode, advance
from madang.framework.admission.models import Door, Pace, Ticket

SAMPLE = timedelta(seconds=5)
# Who was called so lately is likely to be on the way in.
ON_THE_WAY = timedelta(minutes=2)

_LOTS = """
WITH lots AS (
    SELECT id, row_number() OVER (ORDER BY sha256(%(seed)s || uuid_send(id))) AS place FROM admission_ticket
    WHERE door = %(door)s AND round = %(round)s AND entered_at IS NULL AND place IS NULL
)
UPDATE admission_ticket ticket SET place = lots.place FROM lots WHERE ticket.id = lots.id
"""


def call_turns(*, door: str, now: datetime) -> None:
    """Moves the queue on. While another process does it, nothing is done here."""
    with transaction.atomic():
        row = Door.objects.select_for_update(skip_locked=True).filter(code=door, mode=Mode.QUEUE.value).first()
        if row is None or (row.opens_at is not None and now < row.opens_at):
            return
        if row.opens_at is not None and row.lots_drawn_at is None:
            _draw_lots(row, now)
        step = advance(
            called=row.called,
            last_place=row.last_place,
            per_minute=row.per_minute,
            advanced_at=row.advanced_at,
            room=_room(row, now),
            now=now,
        )
        row.called, row.advanced_at = step.called, step.advanced_at
        row.save(update_fields=["called", "advanced_at", "last_place", "lots", "lots_drawn_at"])
        _note_pace(row, now)


def _draw_lots(row: Door, now: datetime) -> None:
    """Puts those who came before the opening in order: by SHA-256 of the seed and the ticket's id, which anyone can redo."""
    with connection.cursor() as cursor:
        cursor.execute(_LOTS, {"seed": bytes(row.seed or b""), "door": row.code, "round": row.round})
        row.last_place = row.lots = cursor.rowcount
    row.called, row.advanced_at, row.lots_drawn_at = 0, now, now


def _room(row: Door, now: datetime) -> int | None:
    """How many more may be inside; None where there is no such limit."""
    if not row.most_inside:
        return None
    inside = Ticket.objects.filter(door=row.code, seen_at__gt=now - timedelta(minutes=row.stay_minutes)).count()
    before = Pace.objects.filter(door=row.code, round=row.round, at__lte=now - ON_THE_WAY).order_by("-at").first()
    lately = Ticket.objects.filter(
        door=row.code, round=row.round, place__gt=before.called if before else 0, place__lte=row.called, entered_at=None
    )
    return max(0, row.most_inside - inside - lately.count())


def _note_pace(row: Door, now: datetime) -> None:
    last = Pace.objects.filter(door=row.code, round=row.round).order_by("-at").first()
    if last is None or now - last.at >= SAMPLE:
        Pace.objects.create(
            door=row.code, round=row.round, at=now, called=row.called, waiting=row.last_place - row.called
        )
