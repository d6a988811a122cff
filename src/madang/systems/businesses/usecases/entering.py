"""How every use case writes an entry: status, amendment, audit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from madang.contracts.businesses_v1 import BusinessStatus
from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.law import pack
from madang.systems.businesses.domain.status import Standing
from madang.systems.businesses.models import Amendment, Business, StatusChange


def today_of(now: datetime) -> date:
    """The day that an instant has in the country."""
    return now.astimezone(ZoneInfo(pack().time_zone)).date()


def locked(*, number: str) -> Business:
    """The business, locked till the end of the transaction."""
    return Business.objects.select_for_update().get(number=number)


def standing_of(business: Business) -> Standing:
    """How the business stands."""
    last = StatusChange.objects.filter(business=business).order_by("-id").first()
    return Standing(
        status=BusinessStatus(business.status),
        opened_on=business.opened_on,
        since=last.since if last else business.opened_on,
        until=last.until if last else None,
    )


def enter_status(
    *,
    business: Business,
    status: BusinessStatus,
    since: date,
    actor: Actor,
    now: datetime,
    until: date | None = None,
    reason: str = "",
    case: str = "",
) -> None:
    """Give the business a status and keep how it came to it."""
    business.status = status.value
    business.closed_on = since if status is BusinessStatus.CLOSED else None
    business.suspended_until = until if status is BusinessStatus.SUSPENDED else None
    business.save()
    StatusChange.objects.create(
        business=business,
        status=status.value,
        since=since,
        until=until,
        reason=reason[:40],
        recorded_at=now,
        recorded_by=actor.name,
        case=case,
    )
    audit(business=business, action=status.value, detail={"since": since.isoformat()}, actor=actor, now=now, case=case)


def enter_amendment(
    *, business: Business, field: str, before: str, after: str, changed_on: date, actor: Actor, now: datetime, case: str
) -> None:
    """Keep that a fact changed."""
    Amendment.objects.create(
        business=business,
        field=field,
        before=before[:300],
        after=after[:300],
        changed_on=changed_on,
        recorded_at=now,
        recorded_by=actor.name,
        case=case,
    )


def audit(
    *, business: Business, action: str, detail: dict[str, object], actor: Actor, now: datetime, case: str = ""
) -> None:
    """Leave a trail."""
    target = f"business:{business.number}"
    record(actor=actor, action=f"businesses.{action}", target=target, detail=detail | {"case": case}, now=now)
