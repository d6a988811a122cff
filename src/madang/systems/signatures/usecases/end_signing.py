"""How a request for signatures ends: signed by all, refused, withdrawn, or expired."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from madang.contracts.signatures_v1 import DocumentSigned, SigningEndedUnsigned, WhyUnsigned
from madang.exchange import announce
from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may
from madang.framework.values import Fault
from madang.systems.signatures.models import Signatory, SigningRequest
from madang.systems.signatures.usecases.prepare_approval import find_signing, own_signatory
from madang.systems.signatures.usecases.signing_messages import EXPIRED, REFUSED, WITHDRAWN, tell_everybody
from madang.systems.signatures.usecases.signing_refusals import NotYoursToWithdraw, SigningEnded, SigningRefused


def refuse_to_sign(*, key: str, because: str, actor: Actor, now: datetime) -> SigningRequest:
    """It ends for everybody, with the reason. Raises NoSuchSigning, Forbidden, SigningEnded, NotYourTurn, SigningRefused."""
    signatory = own_signatory(key=key, actor=actor, now=now)
    reason = _reason(because)
    with transaction.atomic():
        request = _locked(signatory.request)
        signatory.state, signatory.done_at = Signatory.REFUSED, now
        signatory.save(update_fields=["state", "done_at"])
        end_request(
            request=request,
            state=SigningRequest.REFUSED,
            by=signatory.name,
            because=reason,
            message=REFUSED,
            now=now,
        )
        _note(request, actor, "signatures.refuse_to_sign", now)
    return request


def withdraw_signing(*, key: str, actor: Actor, now: datetime) -> SigningRequest:
    """The asker no longer wants it signed. Raises NoSuchSigning, NotYoursToWithdraw, SigningEnded."""
    request = find_signing(key=key, actor=actor)
    if not may(actor, "signatures.withdraw_signing", request):
        raise NotYoursToWithdraw
    with transaction.atomic():
        request = _locked(request)
        end_request(request=request, state=SigningRequest.WITHDRAWN, by=request.asker_name, message=WITHDRAWN, now=now)
        _note(request, actor, "signatures.withdraw_signing", now)
    return request


def expire_signings(*, now: datetime) -> int:
    """Ends what nobody completed in time; how many."""
    due = SigningRequest.objects.filter(state=SigningRequest.OPEN, due_at__lte=now).values_list("pk", flat=True)
    count = 0
    for pk in list(due):
        with transaction.atomic():
            request = SigningRequest.objects.select_for_update().get(pk=pk)
            if request.state == SigningRequest.OPEN:
                end_request(request=request, state=SigningRequest.EXPIRED, message=EXPIRED, now=now)
                count += 1
    return count


def end_request(
    *, request: SigningRequest, state: str, message: str, now: datetime, by: str = "", because: str = ""
) -> None:
    """The end, told to all and announced, in the caller's transaction with the row locked. Raises SigningEnded."""
    if request.state != SigningRequest.OPEN:
        raise SigningEnded
    request.state, request.ended_at, request.ended_by, request.ended_because = state, now, by, because
    request.save(update_fields=["state", "ended_at", "ended_by", "ended_because"])
    tell_everybody(template=message, request=request, now=now)
    if not request.system:
        return
    if state == SigningRequest.SIGNED:
        event: DocumentSigned | SigningEndedUnsigned = DocumentSigned(
            key=request.key, system=request.system, reference=request.reference, sha256=request.current_id, at=now
        )
    else:
        event = SigningEndedUnsigned(
            key=request.key,
            system=request.system,
            reference=request.reference,
            why=WhyUnsigned(state),
            by=by,
            reason=because,
            at=now,
        )
    announce(event, now=now)


def _reason(because: str) -> str:
    reason = because.strip()
    if not 0 < len(reason) <= 500:
        says = _("Say in at most 500 letters why you do not sign.")
        raise SigningRefused(faults=(Fault("because", says, "signatures.signing.because"),))
    return reason


def _locked(request: SigningRequest) -> SigningRequest:
    return SigningRequest.objects.select_for_update().get(pk=request.pk)


def _note(request: SigningRequest, actor: Actor, action: str, now: datetime) -> None:
    audit.record(actor=actor, action=action, target=f"signing:{request.key}", detail={"state": request.state}, now=now)
