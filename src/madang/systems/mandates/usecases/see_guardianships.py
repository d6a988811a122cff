"""An official sees the guardians of a person: the look is in the audit trail."""

from datetime import datetime

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Account, Mandate
from madang.framework.identity.usecases.create_account import normal_login
from madang.framework.identity.who import local_day
from madang.systems.mandates.domain.kinds import Kind


def see_guardianships(*, ward: str, actor: Actor, now: datetime) -> tuple[Mandate, ...]:
    """The guardianships of the person with this sign-in name that stand or wait to be accepted. Raises Forbidden."""
    require(actor, "mandates.record_guardianship")
    login = normal_login(text=ward)
    account = Account.objects.filter(login=login, closed_at=None, person__isnull=False).first()
    standing = Mandate.objects.filter(
        kind=Kind.GUARDIAN, grantor_kind="person", revoked_at=None, declined_at=None, valid_until__gt=local_day(now)
    )
    found = tuple(standing.filter(grantor_key=account.person).order_by("granted_at")) if account else ()
    target = f"account:{account.pk}" if account else ""
    detail = {"asked": login[:64], "found": len(found)}
    audit.record(actor=actor, action="mandates.see_guardianships", target=target, detail=detail, now=now)
    return found
