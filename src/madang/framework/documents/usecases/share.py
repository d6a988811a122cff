"""Show a document to somebody without their signing in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.documents.models import Document, Share
from madang.framework.identity.actor import Actor
from madang.framework.values import Refusal

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)


class ShareOver(Refusal):
    """The link never was, was ended, or its time is over."""

    code = "documents.share_over"
    says = _("This link no longer opens a document. Ask its owner for a new one.")
    status = 410


class ShareTooLong(Refusal):
    """A link lives between five minutes and thirty days."""

    code = "documents.share_too_long"
    says = _("A link may be open for up to 30 days. Choose a shorter time.")
    status = 422


def share(*, document: Document, lasts: timedelta, actor: Actor, now: datetime) -> str:
    """The secret of a link that opens `document` for as long as `lasts`; told once, kept nowhere. Raises ShareTooLong."""
    if not SHORTEST <= lasts <= LONGEST:
        raise ShareTooLong
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        made = Share.objects.create(document=document, secret_hash=_hash(secret), made_at=now, expires_at=now + lasts)
        detail = {"share": made.pk, "expires_at": made.expires_at.isoformat()}
        audit.record(
            actor=actor, action="documents.share", target=f"document:{document.number}", detail=detail, now=now
        )
    return secret


def open_share(*, secret: str, actor: Actor, now: datetime) -> Document:
    """The document that the link opens; the look is recorded. Raises ShareOver."""
    with transaction.atomic():
        found = Share.objects.select_related("document").filter(secret_hash=_hash(secret), ended_at=None).first()
        if found is None or found.expires_at <= now:
            raise ShareOver
        Share.objects.filter(pk=found.pk).update(opened=F("opened") + 1)
        target, detail = f"document:{found.document.number}", {"share": found.pk}
        audit.record(actor=actor, action="documents.open_share", target=target, detail=detail, now=now)
    return found.document


def end_share(*, share: Share, actor: Actor, now: datetime) -> None:
    """The link opens nothing from now on."""
    with transaction.atomic():
        if Share.objects.filter(pk=share.pk, ended_at=None).update(ended_at=now):
            target, detail = f"document:{share.document.number}", {"share": share.pk}
            audit.record(actor=actor, action="documents.end_share", target=target, detail=detail, now=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
