"""Delete drafts that nobody took up again: what is not needed is not kept."""

from datetime import datetime, timedelta

from django.db import transaction

from madang.systems.civil.domain.applications import State
from madang.systems.civil.models import Application

KEPT_FOR = timedelta(days=90)


def drop_drafts(*, now: datetime) -> int:
    """How many drafts were deleted."""
    with transaction.atomic():
        deleted, _rows = Application.objects.filter(state=State.DRAFT, changed_at__lt=now - KEPT_FOR).delete()
    return deleted
