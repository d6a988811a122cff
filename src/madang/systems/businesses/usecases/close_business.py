"""Close a business."""

from datetime import date, datetime

from django.db import transaction

from madang.contracts.businesses_v1 import BusinessClosed, BusinessStatus
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.systems.businesses.domain.status import check_closure
from madang.systems.businesses.models import Business, Establishment
from madang.systems.businesses.usecases.entering import enter_status, locked, standing_of, today_of
from madang.systems.businesses.usecases.refusals import EntryRefused


def close_business(
    *, number: str, closed_on: date, reason: str, actor: Actor, now: datetime, case: str = ""
) -> Business:
    """The business has ended; its establishments with it. Raises EntryRefused, Forbidden."""
    require(actor, "businesses.enter", number)
    with transaction.atomic():
        business = locked(number=number)
        problems = check_closure(standing=standing_of(business), closed_on=closed_on, today=today_of(now))
        if problems:
            raise EntryRefused(problems=problems)
        enter_status(
            business=business,
            status=BusinessStatus.CLOSED,
            since=closed_on,
            reason=reason,
            actor=actor,
            now=now,
            case=case,
        )
        Establishment.objects.filter(business=business, closed_on=None).update(closed_on=closed_on)
        event = BusinessClosed(number=number, closed_on=closed_on)
        announce(event, now=now, subject=Party.business(number), case=case)
    return business
