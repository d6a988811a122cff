"""Let a pausing business trade again."""

from datetime import date, datetime

from django.db import transaction

from madang.contracts.businesses_v1 import BusinessChanged, BusinessStatus
from madang.exchange import announce
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.values import Party
from madang.systems.businesses.domain.status import check_resumption
from madang.systems.businesses.models import Business
from madang.systems.businesses.usecases.entering import enter_status, locked, standing_of, today_of
from madang.systems.businesses.usecases.refusals import EntryRefused


def resume_business(*, number: str, resumed_on: date, actor: Actor, now: datetime, case: str = "") -> Business:
    """The business trades again from a day. Raises EntryRefused, Forbidden."""
    require(actor, "businesses.enter", number)
    with transaction.atomic():
        business = locked(number=number)
        problems = check_resumption(standing=standing_of(business), resumed_on=resumed_on, today=today_of(now))
        if problems:
            raise EntryRefused(problems=problems)
        enter_status(business=business, status=BusinessStatus.ACTIVE, since=resumed_on, actor=actor, now=now, case=case)
        event = BusinessChanged(number=number, fields=("status",), changed_on=resumed_on)
        announce(event, now=now, subject=Party.business(number), case=case)
    return business
