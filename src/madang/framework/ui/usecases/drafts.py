"""Saving, finding and discarding drafts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from madang.framework.ui.models import Draft

KEPT_FOR = timedelta(days=30)


def save_draft(*, account_id: int, kind: str, data: Mapping[str, Any], now: datetime) -> Draft:
    """The account's draft of this kind, replaced by `data` (values that JSON can carry)."""
    draft, _created = Draft.objects.update_or_create(
        account_id=account_id, kind=kind, defaults={"data": dict(data), "saved_at": now}
    )
    return draft


def load_draft(*, account_id: int, kind: str) -> Draft | None:
    """The account's draft of this kind, if there is one."""
    return Draft.objects.filter(account_id=account_id, kind=kind).first()


def drafts_of(*, account_id: int, starting: str = "") -> list[Draft]:
    """The account's drafts whose kind starts so, newest first."""
    return list(Draft.objects.filter(account_id=account_id, kind__startswith=starting).order_by("-saved_at"))


def discard_draft(*, account_id: int, kind: str) -> None:
    """Forgets the draft; nothing happens where there is none."""
    Draft.objects.filter(account_id=account_id, kind=kind).delete()


def discard_stale_drafts(*, now: datetime) -> int:
    """Forgets drafts untouched for thirty days; tells how many."""
    count, _by_model = Draft.objects.filter(saved_at__lt=now - KEPT_FOR).delete()
    return count
