"""Close the account of somebody who died: nobody signs in under the name of the dead."""

from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Account
from madang.framework.identity.usecases.shut_out import shut_out

DIED = "died"


@transaction.atomic
def close_account(*, person: str, actor: Actor, now: datetime) -> bool:
    """The person's account opens nothing from this moment on; False where there is no open one. Only the machinery may.

    Raises Forbidden. The account stays for the audit trail, which names it.
    """
    require(actor, "identity.close_account", person)
    account = Account.objects.select_for_update().filter(person=person, closed_at=None).first()
    if account is None:
        return False
    account.closed_at = now
    account.save(update_fields=["closed_at"])
    ended = shut_out(account=account, because=DIED, now=now)
    target = f"account:{account.pk}"
    audit.record(actor=actor, action="identity.close_account", target=target, detail=ended, now=now)
    return True
