"""What came later of an order makes parcels taxable that an earlier list had cleared (in Korea the notice on import clearance,
on taxing together)."""

from collections.abc import Hashable, Mapping
from datetime import date, datetime

from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.express import Carried, ExpressLaw, Route, Why, order_of, overtaken
from madang.systems.customs.models import ExpressList, Parcel
from madang.systems.customs.usecases.express import queue


def overtake(
    *, made: ExpressList, ordered: Mapping[Hashable, int], law: ExpressLaw, actor: Actor, now: datetime
) -> list[Parcel]:
    """The parcels that were released before, or are looked at, and are declared now or once they are released, by a worker;
    `ordered` is what each order comes to with the list that was `made`. In the transaction of its lodging."""
    people, days = {order[0] for order in _parts(ordered)}, {order[2] for order in _parts(ordered)}
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("lodged").exclude(lodged=made)
    earlier = rows.filter(
        person__in=people,
        ordered_on__in=days,
        state__in=("released", "held"),
        route=Route.LIST.value,
        declaration="",
        whys=[],
    )
    found = []
    for one in earlier.order_by("pk"):
        order = order_of(owner=one.person, seller=one.seller, ordered_on=one.ordered_on)
        told = {"sent_from": one.sent_from, "carried": Carried(one.lodged.kind)}
        if overtaken(together=ordered.get(order, 0), law=law, **told):  # type: ignore[arg-type]
            one.whys = [Why.TOGETHER.value]
            one.save(update_fields=["whys"])
            detail = {"list": made.number}
            record(actor=actor, action="customs.tax_parcel_after", target=f"parcel:{one.pk}", detail=detail, now=now)
            found.append(one)
    for number in sorted({one.lodged.number for one in found}):
        queue.declare_parcels(number=number)
    return found


def _parts(ordered: Mapping[Hashable, int]) -> list[tuple[str, str, date]]:
    return [order for order in ordered if isinstance(order, tuple)]
