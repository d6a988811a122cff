"""A signatory's key signs once, what its owner approved and nothing else (ETSI EN 419 241-1, SCAL2: sole control).

This module trusts no caller: it reads the approval anew, checks the device's answer itself, and compares what is to be signed.
"""

import hashlib
import json
from datetime import datetime

from madang.framework.identity.usecases.prove_with_passkey import approval_holds
from madang.systems.signatures.domain.status import Status
from madang.systems.signatures.gateways.keys import KeyUnavailable, open_key
from madang.systems.signatures.models import Approval
from madang.systems.signatures.usecases.sign_content import ServiceSilent
from madang.systems.signatures.usecases.signing_refusals import ApprovalSpent


def activate_key(*, approval_id: int, now: datetime) -> bytes:
    """The signature value over what was approved; the approval is spent before the key is opened, whatever comes of it.

    Raises ApprovalSpent, ServiceSilent. Call it outside a transaction, so that what is spent stays spent.
    """
    fresh = Approval.objects.filter(pk=approval_id, used_at=None, expires_at__gt=now, asked_at__lte=now)
    # One statement: of two that come at once, one changes the row.
    if not fresh.exclude(answer="").update(used_at=now, prepared=b""):
        raise ApprovalSpent
    approval = Approval.objects.select_related("certificate").get(pk=approval_id)
    to_sign, statement = bytes(approval.to_sign), approval.statement
    told = json.loads(statement)
    certificate = approval.certificate
    sound = (
        hashlib.sha256(statement.encode()).digest() == bytes(approval.challenge)
        and told["to_sign_sha256"] == hashlib.sha256(to_sign).hexdigest()
        and told["certificate_sha256"] == certificate.fingerprint
        and certificate.status == Status.GOOD
        and certificate.valid_from <= now < certificate.valid_until
        and approval_holds(
            answer=approval.answer, challenge=bytes(approval.challenge), public_key=bytes(approval.public_key)
        )
    )
    if not sound:
        raise ApprovalSpent
    try:
        return open_key(label=certificate.key_label).sign(data=to_sign)
    except KeyUnavailable:
        raise ServiceSilent from None
