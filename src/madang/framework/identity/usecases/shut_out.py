"""Whatever opened an account so far opens it no more: how a recovery and a closing begin."""

from datetime import datetime

from madang.framework.identity.models import Account, EnrolmentCode, Passkey, Session
from madang.framework.identity.security_events import sessions_ended


def shut_out(*, account: Account, because: str, now: datetime) -> dict[str, int]:
    """End every session, passkey and waiting code; how many sessions and passkeys. Part of the caller's transaction."""
    live = Session.objects.filter(account=account, ended_at=None)
    keys = list(live.values_list("pk", flat=True))
    live.update(ended_at=now, ended_because=because)
    sessions_ended(sessions=keys, now=now)
    EnrolmentCode.objects.filter(account=account, used_at=None, ended_at=None).update(ended_at=now)
    passkeys = Passkey.objects.filter(account=account, removed_at=None).update(removed_at=now)
    return {"sessions": len(keys), "passkeys": passkeys}
