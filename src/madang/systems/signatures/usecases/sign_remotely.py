"""A signatory approves on their own device, and their key signs the document."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.usecases.open_session import Visitor
from madang.framework.identity.usecases.prove_with_passkey import approve_with_passkey
from madang.framework.identity.who import own_account
from madang.framework.storage import storing
from madang.systems.signatures.domain.signing import LEAST_ASSURANCE, Place, is_last
from madang.systems.signatures.formats.prepared import Prepared, complete
from madang.systems.signatures.formats.sources import Format
from madang.systems.signatures.models import Approval, Certificate, Signatory, SigningRequest
from madang.systems.signatures.usecases.activate_key import activate_key
from madang.systems.signatures.usecases.ask_signatures import take_turns
from madang.systems.signatures.usecases.end_signing import end_request
from madang.systems.signatures.usecases.own_services import OwnServices, own_anchors
from madang.systems.signatures.usecases.prepare_approval import own_signatory
from madang.systems.signatures.usecases.renew_archives import renewal_of
from madang.systems.signatures.usecases.sign_content import Level, strengthen
from madang.systems.signatures.usecases.signing_content import MEDIA_TYPES, content_of
from madang.systems.signatures.usecases.signing_messages import SIGNED
from madang.systems.signatures.usecases.signing_refusals import ApprovalSpent, DocumentMoved, PasskeyTooWeak


def sign_remotely(*, key: str, answer: str, actor: Actor, visitor: Visitor, now: datetime) -> SigningRequest:
    """The document with the actor's signature at B-LT, the last one's at B-LTA; the next in turn is told.

    Raises NoSuchSigning, Forbidden, SigningEnded, NotYourTurn, PasskeyRefused, PasskeySuspended, SignInBlocked,
    PasskeyTooWeak, ApprovalSpent, DocumentMoved, ServiceSilent. Call it outside a transaction.
    """
    signatory = own_signatory(key=key, actor=actor, now=now)
    approved = approve_with_passkey(answer=answer, actor=actor, visitor=visitor, now=now)
    if approved.level < LEAST_ASSURANCE:
        raise PasskeyTooWeak
    mine = Approval.objects.filter(signatory=signatory, account_id=own_account(actor), session_id=actor.session_id or 0)
    approval = mine.filter(challenge=approved.challenge, used_at=None).select_related("certificate").first()
    if approval is None:
        raise ApprovalSpent
    if approval.base != signatory.request.current_id:
        raise DocumentMoved
    prepared = Prepared(signed=bytes(approval.prepared), blank=bytes(approval.blank), to_sign=bytes(approval.to_sign))
    approval.answer, approval.credential, approval.public_key = answer, approved.credential, approved.public_key
    approval.save(update_fields=["answer", "credential", "public_key"])
    value = activate_key(approval_id=approval.pk, now=now)

    form = content_of(request=signatory.request).form
    signed = complete(form=form, prepared=prepared, value=value, certificate=bytes(approval.certificate.der))
    with transaction.atomic():
        request = SigningRequest.objects.select_for_update().get(pk=signatory.request_id)
        place = request.signatories.select_for_update().get(pk=signatory.pk)
        if (
            request.state != SigningRequest.OPEN
            or place.state != Signatory.ASKED
            or request.current_id != approval.base
        ):
            raise DocumentMoved
        _record(request, place, approval.certificate, form, signed, now)
        detail = {"sha256": request.current_id, "approval": approval.pk, "certificate": approval.certificate.serial}
        target = f"signing:{request.key}"
        audit.record(actor=actor, action="signatures.sign", target=target, detail=detail, now=now)
    return request


def _record(
    request: SigningRequest, place: Signatory, certificate: Certificate, form: Format, signed: bytes, now: datetime
) -> None:
    places = [Place(number=one.place, state=one.state) for one in request.signatories.all()]
    last = is_last(places=places, number=place.place)
    own = OwnServices(now=now)
    whole = strengthen(
        form=form,
        signed=signed,
        level=Level.LTA if last else Level.LT,
        stamps=own,
        sources=own,
        anchors=own_anchors(),
    )
    request.current = storing.store_own(whole, media_type=MEDIA_TYPES[request.form], now=now)
    request.renew_at = renewal_of(request=request, data=whole) if last else None
    request.save(update_fields=["current", "renew_at"])
    place.state, place.done_at, place.certificate = Signatory.SIGNED, now, certificate
    place.save(update_fields=["state", "done_at", "certificate"])
    if last:
        end_request(request=request, state=SigningRequest.SIGNED, by=place.name, message=SIGNED, now=now)
    else:
        take_turns(request=request, now=now)
