"""Draw a ticket: once each, in the order of coming, or to wait for the lot."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from madang.framework.admission.domain import Mode
from madang.framework.admission.models import Ticket

# One statement and one commit: the door's row gives the places one after the other, and whoever comes while the lots are
# drawn waits for it, so that no ticket is left out of the lot. Where the door is closed or free meanwhile, nothing is drawn.
_DRAW = """
WITH door AS (
    UPDATE admission_door SET last_place = last_place + 1 WHERE code = %(door)s AND mode = %(queue)s
    RETURNING code, round, last_place, opens_at IS NULL OR lots_drawn_at IS NOT NULL AS numbered
)
INSERT INTO admission_ticket (id, door, round, holder, drawn_at, place)
SELECT %(id)s, code, round, %(holder)s, %(now)s, CASE WHEN numbered THEN last_place END FROM door
ON CONFLICT DO NOTHING
RETURNING id, round, place
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A ticket that waits. `place` 0: the lot has not been drawn."""

    id: UUID
    round: int
    place: int


def waiting_ticket(*, door: str, round_: int, holder: str) -> Drawn | None:
    """The ticket with which `holder` waits in this round."""
    row = Ticket.objects.filter(door=door, round=round_, holder=holder, entered_at=None).first()
    return Drawn(row.pk, row.round, row.place or 0) if row else None


def draw_ticket(*, door: str, round_: int, holder: str, now: datetime) -> Drawn | None:
    """The ticket of `holder`: the one that waits already, else a new one; None where the door has no queue now.

    Asking again never gives another place. Two requests at once may use up two places; one of them stays empty.
    """
    known = waiting_ticket(door=door, round_=round_, holder=holder)
    if known is not None:
        return known
    with connection.cursor() as cursor:
        values: dict[str, str | UUID | datetime] = {"door": door, "queue": Mode.QUEUE.value, "id": uuid4()}
        cursor.execute(_DRAW, values | {"holder": holder, "now": now})
        row = cursor.fetchone()
    return Drawn(row[0], row[1], row[2] or 0) if row else waiting_ticket(door=door, round_=round_, holder=holder)
