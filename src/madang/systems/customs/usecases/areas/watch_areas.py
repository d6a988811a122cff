"""Nightly: licences that will run out, and areas that are none any more, told once to whoever has to act (in Korea Customs Act
arts. 174 (1), 179, 182)."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.law import parameter
from madang.framework.notify import notify
from madang.framework.values import Party
from madang.framework.values.months import add_months
from madang.systems.customs.domain.areas import ActKind, AreaState
from madang.systems.customs.models import AreaDecision, BondedStore
from madang.systems.customs.usecases.areas.keep_areas import area_link
from madang.systems.customs.usecases.areas.standing import lying_at, standing_of

RUNS_OUT, RAN_OUT, MOVE = "customs/area_runs_out", "customs/area_ran_out", "customs/area_goods_leave"


def watch_areas(*, actor: Actor, now: datetime) -> int:
    """Remind keepers of licences that run out, and tell keepers and owners that goods have to leave; how many were told of."""
    with transaction.atomic():
        return _remind(now) + _clear(actor, now)


def _remind(now: datetime) -> int:
    today = timezone.localdate(now)
    told = 0
    for row in _licences().filter(told_at=None, last_on__gte=today):
        months = int(parameter("customs.areas.reminder_months", on=today))
        if row.last_on is None or row.last_on > add_months(day=today, months=months):
            continue
        row.told_at = now
        row.save(update_fields=["told_at"])
        if row.keeper and not _stands(row.area, row.last_on + timedelta(days=1)):
            values = {"area": row.area, "day": row.last_on}
            link = area_link(area=row.area)
            notify(party=Party.business(row.keeper), template=RUNS_OUT, values=values, link=link, now=now)
            told += 1
    return told


def _clear(actor: Actor, now: datetime) -> int:
    """Of each area that ended and was not told of."""
    today = timezone.localdate(now)
    over = Q(kind=ActKind.END.value, begins_on__lte=today) | Q(kind=ActKind.LICENCE.value, last_on__lt=today)
    told = 0
    for row in _approved().filter(over, cleared_at=None):
        row.cleared_at = now
        row.save(update_fields=["cleared_at"])
        ended_on = row.begins_on if row.kind == ActKind.END or row.last_on is None else row.last_on + timedelta(days=1)
        is_now = standing_of(area=row.area, on=today)
        if is_now.state is AreaState.ENDED and is_now.since == ended_on:
            bills = _tell_owners(row, now)
            record(
                actor=actor, action="customs.clear_area", target=f"area:{row.area}", detail={"bills": bills}, now=now
            )
            told += 1
    return told


def _tell_owners(row: AreaDecision, now: datetime) -> int:
    """The keeper of what ran out, and each consignee of goods there; how many bills lie there."""
    keeper = BondedStore.objects.filter(code=row.area).values_list("keeper", flat=True).first()
    if keeper and row.kind == ActKind.LICENCE:
        link = area_link(area=row.area)
        notify(party=Party.business(keeper), template=RAN_OUT, values={"area": row.area}, link=link, now=now)
    packages: dict[tuple[str, str], int] = defaultdict(int)
    for one in lying_at(areas=[row.area]):
        packages[one.bill.number, one.bill.consignee] += one.packages
    for (bill, consignee), count in packages.items():
        if consignee:
            values = {"area": row.area, "bill": bill, "count": count}
            link = area_link(area=row.area)
            notify(party=Party.business(consignee), template=MOVE, values=values, link=link, now=now)
    return len(packages)


def _approved() -> QuerySet[AreaDecision]:
    return AreaDecision.objects.select_for_update().filter(state="approved").order_by("pk")


def _licences() -> QuerySet[AreaDecision]:
    return _approved().filter(kind=ActKind.LICENCE.value)


def _stands(area: str, on: date) -> bool:
    return standing_of(area=area, on=on).state is not AreaState.ENDED
