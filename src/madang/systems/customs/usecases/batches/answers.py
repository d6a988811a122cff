"""The answers of a batch as messages: CUSRES to an interchange, the WCO's response to its declarations. Written from what was
kept, so that they are the same whenever they are asked for."""

import msgspec
from django.utils import timezone

from madang.framework.law import pack
from madang.framework.values import Fault, Money
from madang.systems.customs.domain.words import Function, Levy
from madang.systems.customs.formats.edifact import cusres
from madang.systems.customs.formats.lodged_file import Form
from madang.systems.customs.formats.wco.response import WcoResponse, write_responses
from madang.systems.customs.models import LodgedBatch, MessageAnswer
from madang.systems.customs.usecases.batches.refusals import NoControlMessage, NotAnsweredYet

UNKNOWN = "UNKNOWN"
AGENCY = "CUSTOMS"


def control_message(*, batch: LodgedBatch) -> bytes:
    """The CONTRL interchange. Raises NotAnsweredYet, NoControlMessage."""
    if batch.messages is None:
        raise NotAnsweredYet(number=batch.number, messages="?", answered=0)
    if batch.control is None:
        raise NoControlMessage(number=batch.number)
    return bytes(batch.control)


def responses(*, batch: LodgedBatch) -> tuple[bytes, str]:
    """What was answered to each message that could be read, and its media type. Raises NotAnsweredYet."""
    if batch.ended_at is None:
        messages = "?" if batch.messages is None else str(batch.messages)
        raise NotAnsweredYet(number=batch.number, messages=messages, answered=batch.answered)
    rows = batch.answers.exclude(outcome="unreadable").order_by("place")
    if batch.format == Form.WCO.value:
        told = [_wco(batch, one) for one in rows]
        return write_responses(responses=told, country=pack().code.upper(), agency=AGENCY), "application/xml"
    data = cusres.write(
        responses=[_cusres(one) for one in rows],
        sender=batch.recipient or UNKNOWN,
        recipient=batch.sender or UNKNOWN,
        reference=batch.number[-14:],
        at=timezone.localtime(batch.ended_at),
    )
    return data, "application/EDIFACT"


CORRECTS = frozenset({Function.AMENDMENT.value, Function.REPLACEMENT.value})


def _outcome(one: MessageAnswer) -> cusres.Outcome:
    accepted = one.outcome == "accepted"
    if one.function in CORRECTS:
        return cusres.Outcome.CORRECTION_APPROVED if accepted else cusres.Outcome.CORRECTION_NOT_APPROVED
    return cusres.Outcome.ACCEPTED if accepted else cusres.Outcome.REFUSED


def _cusres(one: MessageAnswer) -> cusres.Response:
    return cusres.Response(
        outcome=_outcome(one),
        reference=one.reference or UNKNOWN,
        at=timezone.localtime(one.at),
        number=one.declaration,
        problems=tuple(msgspec.convert(one.problems, list[cusres.Problem])),
        levies=tuple(
            (cusres.levy_code(levy=Levy(levy)), Money(minor, currency)) for levy, minor, currency in one.levies
        ),
    )


def _wco(batch: LodgedBatch, one: MessageAnswer) -> WcoResponse:
    return WcoResponse(
        reference=one.reference,
        answer=f"{batch.number}-{one.place}",
        at=one.at,
        number=one.declaration,
        faults=tuple(Fault(told["place"], told["says"], told["code"]) for told in one.faults),
    )
