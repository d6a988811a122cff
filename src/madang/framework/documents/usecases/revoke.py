"""Take back a document that should not be relied upon."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.documents.models import Document, Status
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal


class NoLongerValid(Refusal):
    """The document was revoked or replaced before."""

    code = "documents.no_longer_valid"
    says = _("The document {number} was already revoked or replaced. Verify its number to see what took its place.")


class ReasonMissing(Refusal):
    """A revocation says why."""

    code = "documents.reason_missing"
    says = _("Say why the document is revoked: whoever verifies it will be told.")
    status = 422


def revoke(*, document: Document, reason: str, actor: Actor, now: datetime) -> Document:
    """From `now` on verifiers are told that `document` was revoked, and why. Raises ReasonMissing, NoLongerValid."""
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        if document.status != Status.VALID:
            raise NoLongerValid(number=document.number)
        document.status, document.status_at, document.status_reason = Status.REVOKED, now, reason.strip()[:500]
        document.save(update_fields=["status", "status_at", "status_reason"])
        target, detail = f"document:{document.number}", {"reason": reason.strip()}
        audit.record(actor=actor, action="documents.revoke", target=target, detail=detail, now=now)
    return document
