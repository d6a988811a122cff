"""Open a document: each look is recorded."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.documents import keeping
from madang.framework.documents.models import Document
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require


def look(*, document: Document, actor: Actor, now: datetime, how: str = "page") -> None:
    """Record that `actor` looked at `document`; `how` is `page` or `file`. Raises Forbidden."""
    require(actor, "documents.open", document)
    with transaction.atomic():
        detail = {"how": how, "party": str(document.party), "kind": document.kind}
        audit.record(actor=actor, action="documents.open", target=f"document:{document.number}", detail=detail, now=now)


def take_file(*, document: Document, actor: Actor, now: datetime) -> bytes:
    """The sealed file, its handing over recorded. Raises Forbidden."""
    look(document=document, actor=actor, now=now, how="file")
    return keeping.read(sha256=document.sha256)
