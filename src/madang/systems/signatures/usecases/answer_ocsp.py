"""Answer what is asked about certificates (RFC 6960)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction

from madang.systems.signatures.domain.status import Reason, Status
from madang.systems.signatures.formats import ocsp
from madang.systems.signatures.formats.ocsp import Finding, MalformedRequest, Question, Responder, Times, Trouble
from madang.systems.signatures.gateways.keys import KeyUnavailable, open_key
from madang.systems.signatures.models import Authority, Certificate, PresignedAnswer
from madang.systems.signatures.usecases import kept_answers
from madang.systems.signatures.usecases.kept_answers import Kept
from madang.systems.signatures.usecases.lifetimes import hours_of
from madang.systems.signatures.usecases.renew_services import service_certificate

FINDING_KEPT = timedelta(hours=1)
# Asked with each request: composing this by the ORM costs more than signing does. Only issuing authorities are answered for.
_ENTRIES = """
    SELECT c.*, p.question, p.der AS answer, p.produced_at, p.next_update
    FROM signatures_certificate c
    JOIN signatures_authority a ON a.id = c.authority_id AND a.kind = 'issuing'
    LEFT JOIN signatures_presignedanswer p ON p.certificate_id = c.id
    WHERE c.serial = ANY(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OcspAnswer:
    """The response in DER; `fresh_until` where it may be handed out again to others."""

    der: bytes
    fresh_until: datetime | None = None


def answer_ocsp(*, request: bytes, now: datetime) -> OcspAnswer:
    """The answer to `request`, whatever it is: what cannot be answered gets the status that RFC 6960 gives it."""
    # Read before anything else: what is found afterwards is as old as this, or newer.
    stamp = kept_answers.current_stamp()
    known = kept_answers.answer_to(request=request)
    if known is not None and known.holds(stamp=stamp, now=now):
        return OcspAnswer(der=known.der, fresh_until=known.until)
    answer = _from_finding(request, stamp, now)
    return answer if answer is not None else _from_register(request, stamp, now)


def _from_finding(request: bytes, stamp: int | None, now: datetime) -> OcspAnswer | None:
    """An answer with a nonce about a certificate whose finding is kept: nothing but signed."""
    quick = ocsp.read_quickly(data=request)
    if quick is None or quick[1] is None:
        return None
    known = kept_answers.finding_on(question=quick[0])
    if known is None or not known.holds(stamp=stamp, now=now) or not (known.responder and known.finding):
        return None
    times = Times(produced_at=now, next_update=now + hours_of(what="answer", now=now))
    return OcspAnswer(der=known.responder.answer(findings=[known.finding], times=times, nonce=quick[1]))


def _from_register(request: bytes, stamp: int | None, now: datetime) -> OcspAnswer:
    try:
        asked = ocsp.read_request(data=request)
    except MalformedRequest:
        return _trouble(Trouble.MALFORMED_REQUEST)
    found = _entries(asked.questions)
    authority = _authority(asked.questions, found)
    if authority is None or not authority.valid_from <= now < authority.valid_until:
        # Not an authority that this responder speaks for now (RFC 6960, 2.3).
        return _trouble(Trouble.UNAUTHORIZED)
    try:
        if asked.nonce is None and len(asked.questions) == 1 and found:
            answer = _presigned(next(iter(found.values())), asked.questions[0], now)
            _keep_answer(request, answer, authority, stamp, now)
            return answer
        if len(asked.questions) == 1 and found:
            _keep_finding(asked.questions[0], next(iter(found.values())), authority, stamp, now)
        return _signed(asked, authority, found, now)
    except KeyUnavailable:
        return _trouble(Trouble.TRY_LATER)


def _keep_answer(request: bytes, answer: OcspAnswer, authority: Authority, stamp: int | None, now: datetime) -> None:
    if stamp is not None and answer.fresh_until is not None:
        until = min(answer.fresh_until, authority.valid_until)
        kept = Kept(stamp=stamp, since=now, until=until, der=answer.der)
        kept_answers.keep_answer(request=request, kept=kept)


def _keep_finding(question: Question, row: Certificate, authority: Authority, stamp: int | None, now: datetime) -> None:
    unit = service_certificate(authority=authority, profile="ocsp", now=now)
    if stamp is None or unit is None:
        return
    responder = _prepared(bytes(unit.der), unit.key_label)
    # An hour at most: then the latest responder's certificate is looked up again.
    until = min(now + FINDING_KEPT, unit.valid_until, authority.valid_until)
    kept = Kept(stamp=stamp, since=now, until=until, responder=responder, finding=_finding(question, row))
    kept_answers.keep_finding(question=question.raw, kept=kept)


def _trouble(what: Trouble) -> OcspAnswer:
    return OcspAnswer(der=ocsp.trouble(what=what))


def _entries(questions: Sequence[Question]) -> Mapping[str, Certificate]:
    serials = {f"{question.serial:x}" for question in questions if 0 < question.serial.bit_length() <= 160}
    rows = Certificate.objects.raw(_ENTRIES, [sorted(serials)])
    return {row.serial: row for row in rows}


@lru_cache(maxsize=64)
def _founded(entry: int) -> Authority:
    """An authority by its row: its certificate and times never change."""
    return Authority.objects.get(pk=entry)


def _authority(questions: Sequence[Question], found: Mapping[str, Certificate]) -> Authority | None:
    """The one authority that all questions name; None where it is not ours, or they name several."""
    likely = [_founded(row.authority_id) for row in found.values()][:1]
    for authority in likely or Authority.objects.filter(kind="issuing").order_by("-id"):
        if all(_names(question, authority) for question in questions):
            return authority
    return None


def _names(question: Question, authority: Authority) -> bool:
    hashes = ocsp.issuer_hashes(bytes(authority.certificate), question.algorithm)
    return hashes == (question.name_hash, question.key_hash)


def _presigned(row: Certificate, question: Question, now: datetime) -> OcspAnswer:
    kept: Any = row
    if kept.question and bytes(kept.question) == question.raw and kept.produced_at <= now < kept.next_update:
        return OcspAnswer(der=bytes(kept.answer), fresh_until=kept.next_update)
    with transaction.atomic():
        # Whoever changes the status holds this lock: an old status is never signed after a new one was told.
        locked = Certificate.objects.select_for_update(of=("self",)).select_related("authority").get(pk=row.pk)
        times = Times(produced_at=now, next_update=now + hours_of(what="answer", now=now))
        der = _responder(locked.authority, now).answer(findings=[_finding(question, locked)], times=times)
        fields = {"question": question.raw, "der": der, "produced_at": now, "next_update": times.next_update}
        PresignedAnswer.objects.update_or_create(certificate=locked, defaults=fields)
    return OcspAnswer(der=der, fresh_until=times.next_update)


def _signed(asked: ocsp.Request, authority: Authority, found: Mapping[str, Certificate], now: datetime) -> OcspAnswer:
    findings = [_finding(question, found.get(f"{question.serial:x}")) for question in asked.questions]
    times = Times(produced_at=now, next_update=now + hours_of(what="answer", now=now))
    return OcspAnswer(der=_responder(authority, now).answer(findings=findings, times=times, nonce=asked.nonce))


def _finding(question: Question, row: Certificate | None) -> Finding:
    if row is None:
        return Finding(question=question, status=None)
    status = Status(row.status)
    held = status is Status.SUSPENDED
    reason = Reason.CERTIFICATE_HOLD if held else Reason(row.reason or Reason.UNSPECIFIED)
    return Finding(question=question, status=status, revoked_at=row.changed_at, reason=reason)


def _responder(authority: Authority, now: datetime) -> Responder:
    """The responder of the authority that issued what is asked about (RFC 6960, 4.2.2.2). Raises KeyUnavailable."""
    certificate = service_certificate(authority=authority, profile="ocsp", now=now)
    if certificate is None:
        raise KeyUnavailable("The authority has no OCSP responder now.")
    return _prepared(bytes(certificate.der), certificate.key_label)


@lru_cache(maxsize=32)
def _prepared(der: bytes, label: str) -> Responder:
    return Responder(certificate=der, signer=open_key(label=label))
