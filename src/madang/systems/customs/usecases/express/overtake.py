"""What came later of an order makes parcels taxable that an earlier list had cleared (in Korea the notice on import clearance,
on taxing together)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet, Sum

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.express import Carried, ExpressLaw, Order, Route, Why, order_of, overtaken
from madang.systems.customs.models import ExpressList, Parcel, ParcelAsked
from madang.systems.customs.usecases.express import queue


def ordered(*, orders: Collection[Order]) -> dict[Order, int]:
    """What the people of these orders ordered on their days, by the lists that stand: the value of each order."""
    sums: dict[Order, int] = {}
    rows = _counting(orders).values_list("person", "seller", "ordered_on").annotate(sum=Sum("value"))
    for person, seller, day, value in rows:
        order = order_of(owner=person, seller=seller, ordered_on=day)
        sums[order] = sums.get(order, 0) + int(value)
    return sums


def overtake(*, made: ExpressList, orders: Collection[Order], law: ExpressLaw, actor: Actor, now: datetime) -> None:
    """Parcels of the same orders that were released before, or are looked at, are declared, at once or once they are released,
    by a worker. In the transaction in which the list was `made`."""
    together = ordered(orders=orders)
    earlier = _counting(orders).filter(state__in=("released", "held"), route=Route.LIST.value, declaration="", whys=[])
    lists = set()
    for one in earlier.exclude(lodged=made).select_related("lodged").select_for_update(of=("self",)).order_by("pk"):
        order = order_of(owner=one.person, seller=one.seller, ordered_on=one.ordered_on)
        carried = Carried(one.lodged.kind)
        if overtaken(together=together.get(order, 0), sent_from=one.sent_from, carried=carried, law=law):
            one.whys = [Why.TOGETHER.value]
            one.save(update_fields=["whys"])
            lists.add(one.lodged.number)
            detail = {"list": made.number}
            record(actor=actor, action="customs.tax_parcel_after", target=f"parcel:{one.pk}", detail=detail, now=now)
    for number in sorted(lists):
        queue.declare_parcels(number=number)


def _counting(orders: Collection[Order]) -> QuerySet[Parcel]:
    """Of the same people and days, but for what was refused and what is not theirs, as an official agreed."""
    people, days = {owner for owner, _seller, _day in orders}, {day for _owner, _seller, day in orders}
    disowned = ParcelAsked.objects.filter(kind="not_mine", state="granted", parcel__person__in=people)
    rows = Parcel.objects.filter(person__in=people, ordered_on__in=days).exclude(state="refused")
    return rows.exclude(pk__in=disowned.values("parcel"))
