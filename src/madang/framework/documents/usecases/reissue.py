"""Issue a document anew in place of an earlier one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from madang.framework import audit
from madang.framework.documents.models import Document, Status
from madang.framework.documents.usecases.issue import draft_of, make, record
from madang.framework.documents.usecases.revoke import NoLongerValid
from madang.framework.identity.actor import Actor


def reissue(
    *,
    document: Document,
    content: Mapping[str, Any],
    facts: Mapping[str, str],
    actor: Actor,
    now: datetime,
    reason: str = "",
    language: str = "",
    case: str = "",
    holder: str = "",
    idempotency_key: str = "",
) -> Document:
    """A new document of the same kind and party; `document` is told to verifiers as replaced by it from `now` on.

    Raises NoLongerValid when `document` was revoked or replaced before.
    """
    if document.status != Status.VALID:
        raise NoLongerValid(number=document.number)
    draft = draft_of(
        kind=document.kind,
        party=document.party,
        content=content,
        facts=facts,
        language=language or document.language,
        now=now,
        holder=holder or document.holder,
    )
    made = make(draft=draft)
    with transaction.atomic():
        old = Document.objects.select_for_update().get(pk=document.pk)
        if old.status != Status.VALID:
            raise NoLongerValid(number=document.number)
        belongs = case or old.case
        new = record(made=made, party=old.party, actor=actor, now=now, case=belongs, idempotency_key=idempotency_key)
        _replace(old=old, new=new, reason=reason, actor=actor, now=now)
    document.refresh_from_db()
    return new


def _replace(*, old: Document, new: Document, reason: str, actor: Actor, now: datetime) -> None:
    """Verifiers are told of `new` when they ask about `old`."""
    old.status, old.status_at, old.status_reason, old.replaced_by = Status.REPLACED, now, reason[:500], new.number
    old.save(update_fields=["status", "status_at", "status_reason", "replaced_by"])
    target, detail = f"document:{old.number}", {"by": new.number, "reason": reason}
    audit.record(actor=actor, action="documents.replace", target=target, detail=detail, now=now)
