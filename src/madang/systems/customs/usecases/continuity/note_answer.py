"""Write down how long declarants wait for an answer: what the status page says of it was measured."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from time import perf_counter

from django.db import DatabaseError, transaction

from madang.systems.customs.models import AnswerTime
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused

LONGEST = 2**31 - 1


@contextmanager
def answer_timed(*, channel: str, now: datetime) -> Iterator[None]:
    """Around the answering of one declaration, taken or refused with its faults. What was answered stands though the figure
    cannot be kept."""
    began = perf_counter()
    try:
        yield
    except DeclarationRefused:
        _note(channel, began, now)
        raise
    _note(channel, began, now)


def _note(channel: str, began: float, now: datetime) -> None:
    milliseconds = min(round((perf_counter() - began) * 1000), LONGEST)
    with suppress(DatabaseError), transaction.atomic():
        AnswerTime.objects.create(at=now, milliseconds=milliseconds, channel=channel)
