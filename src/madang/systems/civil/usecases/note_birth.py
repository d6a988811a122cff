"""Note that a child of somebody's life event is on the register now, so that what waits for the child goes on."""

from datetime import date, datetime

from madang.framework.jobs import later
from madang.systems.civil.models import Bundle
from madang.systems.civil.usecases.queue import advance_job

NEWBORN = "newborn"


def note_birth(*, person: str, parents: tuple[str, ...], born_on: date, now: datetime) -> int:
    """How many life events learned the child's key: those of a parent that name this day of birth. In the listener's
    transaction; told twice, it changes nothing."""
    noted = 0
    for bundle in Bundle.objects.select_for_update().filter(subject_kind="person", subject_key__in=parents):
        answers = bundle.answers
        if answers.get("born_on") == born_on.isoformat() and not answers.get(NEWBORN):
            bundle.answers = {**answers, NEWBORN: person}
            bundle.save(update_fields=["answers"])
            later(advance_job(), number=bundle.number)
            noted += 1
    return noted
