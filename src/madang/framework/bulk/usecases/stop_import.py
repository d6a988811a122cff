"""Stop an import; what it has written stays."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.bulk.models import Import
from madang.framework.bulk.usecases.run_import import ImportHasEnded
from madang.framework.identity.actor import Actor


def stop_import(*, key: str, actor: Actor, now: datetime) -> Import:
    """Ends the import after the chunk under way. Raises ImportHasEnded."""
    with transaction.atomic():
        imported = Import.objects.select_for_update().get(key=key)
        if imported.state not in {Import.State.WAITING, Import.State.RUNNING}:
            raise ImportHasEnded
        imported.state, imported.ended_at = Import.State.STOPPED, now
        imported.save(update_fields=["state", "ended_at"])
        audit.record(actor=actor, action="bulk.import.stop", target=f"import:{key}", detail={}, now=now)
    return imported
