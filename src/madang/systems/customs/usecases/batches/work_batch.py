"""Answer the messages of a batch: so many in a transaction that keeps what they declare with their answers, and on from where
the batch stands. Whoever dies in between leaves what is answered, and nothing half."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from madang.framework import audit
from madang.framework.bulk.copying import copy_in
from madang.framework.identity.actor import system_actor
from madang.framework.notify import notify
from madang.framework.storage import read_blob
from madang.framework.values import Fault, clock
from madang.systems.customs.formats.edifact import contrl
from madang.systems.customs.formats.edifact.cusres import problem_of
from madang.systems.customs.formats.edifact.syntax import SyntaxFault
from madang.systems.customs.formats.lodged_file import Form, LodgedFile, LodgedMessage, read_lodged_file
from madang.systems.customs.models import LodgedBatch, MessageAnswer
from madang.systems.customs.usecases.declarations.change_by_message import change_by_message
from madang.systems.customs.usecases.declarations.lodge_many import Taken, lodge_many
from madang.systems.customs.usecases.declarations.record_many import Source

TOGETHER = 250
TRIES = 5
SENT_BEFORE = 26
"""Data element 0085: duplicate detected."""
ACTOR = system_actor("customs.batch")


def work_batch(*, number: str, now: Callable[[], datetime] = clock.now) -> LodgedBatch:
    """Answer what is not answered yet. Asked again, or twice at once, each message has one answer."""
    batch = LodgedBatch.objects.get(number=number)
    if batch.ended_at is None:
        with translation.override(batch.language or None):
            file = read_lodged_file(data=read_blob(batch.blob_id), name=batch.name)
            _note(batch, file, now())
            while _answer_next(batch, file, now()):
                pass
        batch.refresh_from_db()
    return batch


@transaction.atomic
def _note(batch: LodgedBatch, file: LodgedFile, now: datetime) -> None:
    """Write down once what came, and the CONTRL to it."""
    held = LodgedBatch.objects.select_for_update().get(pk=batch.pk)
    if held.messages is not None:
        return
    received = file.received
    held.format, messages, faults = file.form.value, len(file.messages), list(file.faults)
    if received is not None:
        said = received.interchange
        held.sender, held.recipient, held.reference = said.sender[:35], said.recipient[:35], said.reference[:35]
        if not faults and (earlier := _sent_before(held)):
            says = f"An interchange {held.reference} was sent before: {earlier}."
            received.faults.append(SyntaxFault(SENT_BEFORE, says, tag="UNB", element=5))
            messages, faults = 0, [received.faults[0].as_fault()]
        at = timezone.localtime(held.lodged_at)
        held.control = contrl.acknowledge(received=received, at=at, reference=held.number[-14:])
    held.messages, held.faults = messages, [_plain(fault) for fault in faults]
    if not messages:
        _end(held, now)
    held.save()


def _sent_before(batch: LodgedBatch) -> str:
    """The number of the party's batch that came under the same reference and was taken; the sender gives each interchange one
    of its own (ISO 9735, 0020)."""
    same = LodgedBatch.objects.filter(
        party_kind=batch.party_kind, party_key=batch.party_key, sender=batch.sender, reference=batch.reference
    )
    found = same.filter(messages__gt=0).exclude(pk=batch.pk).values_list("number", flat=True).first()
    return str(found or "")


def _answer_next(batch: LodgedBatch, file: LodgedFile, now: datetime) -> bool:
    """Answer the next messages; whether there were any."""
    for _turn in range(TRIES - 1):
        try:
            return _answered(batch, file, now)
        except IntegrityError:
            # Somebody lodged one of them by another way in this very moment: now it stands, and is found.
            continue
    return _answered(batch, file, now)


@transaction.atomic
def _answered(batch: LodgedBatch, file: LodgedFile, now: datetime) -> bool:
    held = LodgedBatch.objects.select_for_update().get(pk=batch.pk)
    if held.ended_at is not None or held.messages is None:
        return False
    part = file.messages[held.answered : held.answered + TOGETHER]
    taken = _lodged(held, part, now)
    copy_in(
        table=MessageAnswer,
        columns=(
            "batch_id",
            "place",
            "message",
            "reference",
            "outcome",
            "declaration",
            "faults",
            "problems",
            "levies",
            "at",
            "function",
        ),
        rows=(
            _row(held, held.answered + place, one, told, now)
            for place, (one, told) in enumerate(zip(part, taken, strict=True), start=1)
        ),
    )
    held.answered += len(part)
    held.accepted += sum(bool(told.number) for told in taken)
    if held.answered == held.messages:
        _end(held, now)
    held.save()
    return True


def _lodged(batch: LodgedBatch, part: Sequence[LodgedMessage], now: datetime) -> list[Taken]:
    source = Source(
        party=batch.party,
        party_name=batch.party_name,
        by=batch.lodged_by,
        by_name=batch.lodged_by_name,
        channel=batch.channel,
        batch=batch.number,
    )
    first = [one.declaration for one in part if one.declaration is not None and not one.changes]
    found = iter(lodge_many(declarations=first, source=source, actor=ACTOR, now=now))
    # What changes others comes after them, so that a file may hold a declaration and its amendment.
    return [_answer(batch, one, found, now) for one in part]


def _answer(batch: LodgedBatch, one: LodgedMessage, found: Iterator[Taken], now: datetime) -> Taken:
    if one.declaration is None:
        return Taken(faults=one.faults)
    if one.changes:
        return change_by_message(declaration=one.declaration, party=batch.party, actor=ACTOR, now=now)
    return next(found)


def _row(batch: LodgedBatch, place: int, one: LodgedMessage, told: Taken, now: datetime) -> tuple[object, ...]:
    problems = one.problems or (problem_of(fault=fault) for fault in told.faults)
    interchange = batch.format == Form.CUSDEC.value and not one.syntax
    made = told.assessed
    return (
        *(batch.pk, place, one.name, one.reference[:35]),
        "accepted" if told.number else "unreadable" if one.syntax else "refused",
        told.number,
        json.dumps([_plain(fault) for fault in told.faults]),
        json.dumps([msgspec.to_builtins(problem) for problem in problems] if interchange else []),
        json.dumps([(levy.value, minor, made.currency) for levy, minor in made.totals] if made else []),
        now,
        one.declaration.function.value if one.declaration else "",
    )


def _plain(fault: Fault) -> dict[str, Any]:
    """As it is kept: without what a database cannot hold."""
    place, says = ("".join(sign for sign in text if sign.isprintable()) for text in (fault.place, str(fault.says)))
    return {"place": place[:200], "says": says[:500], "code": fault.code}


def _end(batch: LodgedBatch, now: datetime) -> None:
    batch.ended_at = now
    detail = {"messages": batch.messages or 0, "accepted": batch.accepted}
    audit.record(actor=ACTOR, action="customs.answer_batch", target=f"batch:{batch.number}", detail=detail, now=now)
    values = {"number": batch.number, "accepted": batch.accepted, "refused": batch.refused}
    template = "customs/batch_faulty" if batch.faults else "customs/batch"
    link = f"/customs/declarations/files/{batch.number}/"
    notify(party=batch.party, template=template, values=values, link=link, now=now)
