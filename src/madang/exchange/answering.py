"""The answering side of a question: check the grant, ask the owner, cut to the granted fields, log, reply."""

import hashlib
import time
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog
from django.utils import translation

from madang.contracts.envelope import BasisKind, Envelope
from madang.contracts.message import Query
from madang.exchange import codec, grants, idempotency, log, members, timing
from madang.exchange.refusals import NotAnsweredHere, Unreadable
from madang.exchange.registry import Answerer, answerer
from madang.framework.values import Refusal, clock

_logger = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A reply's bytes, or a problem document's; `entry` is the access log's entry."""

    body: bytes
    status: int = 200
    entry: log.Entry | None = None

    @property
    def refused(self) -> bool:
        """Whether the body is a problem document."""
        return self.status != 200


def read_question(frame: bytes) -> codec.Question:
    """The question in these bytes. Raises Unreadable."""
    try:
        question: codec.Question = codec.decode(codec.Question, frame)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Unreadable(why=str(error)) from error
    return question


def _read_query(kind: type[Query[Any]], body: msgspec.Raw) -> Query[Any]:
    try:
        query: Query[Any] = codec.decode(kind, body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Unreadable(why=str(error)) from error
    return query


def _reply(*, kind: type[Query[Any]], function: Answerer, query: Query[Any], envelope: Envelope) -> tuple[bytes, Any]:
    fields = grants.granted(query=query, envelope=envelope)
    if envelope.basis.kind is BasisKind.CONSENT:
        from madang.exchange.consent import check_voucher

        check_voucher(envelope=envelope)
    with translation.override(envelope.language or None):
        reply = function(query, envelope)
    if fields.names is None:
        return codec.encode(reply), fields
    return codec.encode(fields.cut(msgspec.to_builtins(reply))), fields


def _answer(question: codec.Question) -> tuple[bytes, Any]:
    envelope = question.envelope
    known = answerer(envelope.contract)
    if known is None or not members.runs_here(envelope.recipient):
        raise NotAnsweredHere(question=envelope.contract, member=members.own_name())
    kind, function = known
    query = _read_query(kind, question.body)
    if not kind.CHANGES:
        return _reply(kind=kind, function=function, query=query, envelope=envelope)
    return idempotency.once(
        envelope=envelope,
        body=bytes(question.body),
        act=lambda: _reply(kind=kind, function=function, query=query, envelope=envelope),
    )


def answer(frame: bytes, *, proof: log.Proof | None = None) -> Answered:
    """The logged answer to the question in `frame`. Whoever sent it was authenticated before (`proof`, for roads)."""
    question = read_question(frame)
    envelope = question.envelope
    started = time.perf_counter()
    fields: Any = None
    status, outcome = 200, "answered"
    try:
        body, fields = _answer(question)
    except Refusal as refusal:
        with translation.override(envelope.language or None):
            body = codec.problem(code=refusal.code, title=str(refusal), status=refusal.status, faults=refusal.faults)
        status, outcome = refusal.status, f"refused:{refusal.code}"
    except Exception:
        _logger.exception("exchange.answer_failed", contract=envelope.contract, envelope=envelope.id)
        body = codec.problem(code="exchange.failed", title="The answering system failed.", status=500)
        status, outcome = 500, "failed"
    timing.note(envelope.contract, seconds=time.perf_counter() - started, failed=status >= 500)
    row = log.row(
        side=log.ANSWERED,
        at=clock.now(),
        partner=f"{envelope.member}/{envelope.sender}",
        envelope=envelope,
        question_sha256=hashlib.sha256(frame).digest(),
        reply_sha256=hashlib.sha256(body).digest(),
        outcome=outcome,
        fields=() if fields is None or fields.names is None else tuple(sorted(fields.names)),
        proof=proof,
    )
    return Answered(body=body, status=status, entry=log.append(row))
