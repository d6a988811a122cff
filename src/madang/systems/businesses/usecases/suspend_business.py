"""Pause a business."""

from datetime import date, datetime

from django.db import transaction

from madang.contracts.businesses_v1 import BusinessChanged, BusinessStatus
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.systems.businesses.domain.status import check_suspension
from madang.systems.businesses.models import Business
from madang.systems.businesses.usecases.entering import enter_status, locked, standing_of, today_of
from madang.systems.businesses.usecases.refusals import EntryRefused


def suspend_business(
    *, number: str, from_on: date, until_on: date | None, reason: str, actor: Actor, now: datetime, case: str = ""
) -> Business:
    """The business pauses from a day, until a planned one or for the time being. Raises EntryRefused, Forbidden."""
    require(actor, "businesses.enter", number)
    with transaction.atomic():
        business = locked(number=number)
        problems = check_suspension(
            standing=standing_of(business), from_on=from_on, until_on=until_on, today=today_of(now)
        )
        if problems:
            raise EntryRefused(problems=problems)
        enter_status(
            business=business,
            status=BusinessStatus.SUSPENDED,
            since=from_on,
            until=until_on,
            reason=reason,
            actor=actor,
            now=now,
            case=case,
        )
        event = BusinessChanged(number=number, fields=("status",), changed_on=from_on)
        announce(event, now=now, subject=Party.business(number), case=case)
    return business
