"""Ask a signatory's own device to approve one signature: over this file, with this key, in this session, for minutes."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import may, require
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.passkeys import ask_to_approve, live_passkeys
from madang.framework.identity.who import own_account
from madang.systems.signatures.domain.signing import APPROVE_WITHIN
from madang.systems.signatures.domain.status import Status
from madang.systems.signatures.formats.cms import NotReadable
from madang.systems.signatures.formats.prepared import Prepared, prepare
from madang.systems.signatures.models import Approval, Certificate, Signatory, SigningRequest
from madang.systems.signatures.usecases.sign_content import NotSignable
from madang.systems.signatures.usecases.signing_content import content_of
from madang.systems.signatures.usecases.signing_refusals import (
    NoKey,
    NoPasskey,
    NoSuchSigning,
    NotYourTurn,
    SigningEnded,
)

FORGOTTEN_AFTER = timedelta(days=1)


def prepare_approval(*, key: str, actor: Actor, now: datetime) -> str:
    """The options for the device, as JSON: their challenge is the SHA-256 of the statement that is kept.

    Raises NoSuchSigning, Forbidden, SigningEnded, NotYourTurn, NoPasskey, NoKey, NotSignable.
    """
    signatory = own_signatory(key=key, actor=actor, now=now)
    request = signatory.request
    account = Account.objects.get(pk=own_account(actor))
    if not live_passkeys(account_id=account.pk):
        raise NoPasskey
    certificate = signing_certificate(party=signatory.party, now=now)
    if certificate is None:
        raise NoKey
    made = _prepared(request, certificate, now)

    Approval.objects.filter(used_at=None, asked_at__lt=now - FORGOTTEN_AFTER).delete()
    statement = _statement(signatory, certificate, made.to_sign, actor, now)
    challenge = hashlib.sha256(statement.encode()).digest()
    Approval.objects.create(
        signatory=signatory,
        certificate=certificate,
        account_id=account.pk,
        session_id=actor.session_id or 0,
        challenge=challenge,
        statement=statement,
        base=request.current_id,
        prepared=made.signed,
        blank=made.blank,
        to_sign=made.to_sign,
        asked_at=now,
        expires_at=now + APPROVE_WITHIN,
    )
    return ask_to_approve(account=account, challenge=challenge, now=now)


def _prepared(request: SigningRequest, certificate: Certificate, now: datetime) -> Prepared:
    content = content_of(request=request)
    try:
        return prepare(
            form=content.form,
            data=content.data,
            certificate=bytes(certificate.der),
            chain=certificate.chain[1:-1],
            at=now,
        )
    except NotReadable as fault:
        raise NotSignable(why=str(fault)) from None


def own_signatory(*, key: str, actor: Actor, now: datetime) -> Signatory:
    """The actor's own place in an open request, when it is their turn. Raises NoSuchSigning, Forbidden, SigningEnded,
    NotYourTurn."""
    request = find_signing(key=key, actor=actor)
    signatory = request.signatories.select_related("request").filter(party=str(actor.party)).first()
    if signatory is None:
        raise NoSuchSigning
    require(actor, "signatures.sign", signatory)
    if request.state != SigningRequest.OPEN or request.due_at <= now:
        raise SigningEnded
    if signatory.state != Signatory.ASKED:
        raise NotYourTurn
    return signatory


def find_signing(*, key: str, actor: Actor) -> SigningRequest:
    """A request that the actor may see. Raises NoSuchSigning, whether it exists or not."""
    request = SigningRequest.objects.select_related("original").filter(key=key).first()
    if request is None or not may(actor, "signatures.see_signing", request):
        raise NoSuchSigning
    return request


def signing_certificate(*, party: str, now: datetime) -> Certificate | None:
    """The party's newest certificate that is good now and whose key the trust service keeps."""
    held = Certificate.objects.filter(party=party, status=Status.GOOD, valid_from__lte=now, valid_until__gt=now)
    return held.exclude(key_label="").select_related("authority__parent").order_by("-issued_at", "-id").first()


def _statement(signatory: Signatory, certificate: Certificate, to_sign: bytes, actor: Actor, now: datetime) -> str:
    request = signatory.request
    told = {
        "action": "sign",
        "request": request.key,
        "title": request.title,
        "document_sha256": request.original_id,
        "file_sha256": request.current_id,
        "to_sign_sha256": hashlib.sha256(to_sign).hexdigest(),
        "certificate_sha256": certificate.fingerprint,
        "signatory": signatory.place,
        "session": actor.session_id,
        "expires_at": (now + APPROVE_WITHIN).isoformat(),
        "nonce": secrets.token_hex(16),
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
