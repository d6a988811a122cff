"""Deliveries to accept and catalogues to publish, for the one worklist."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.systems.procurement.domain.mall import CatalogueState, OrderState
from madang.systems.procurement.models import Catalogue, MallOrder
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.permissions import BUYER

MOST = 20
# No law says how soon a catalogue is looked at; this is the demonstration's own word.
LOOKED_AT_IN = timedelta(days=14)


def waiting_in_mall(actor: Actor, now: datetime) -> Iterator[Work]:
    """What colleagues ordered and suppliers delivered, and, at the office that keeps the frameworks, new catalogues."""
    today = timezone.localdate(now)
    names = {one.office_code: one.office_name for one in actor.duties if one.code == BUYER}
    if not names:
        return
    inspected_in = timedelta(days=contract_law.days(name="inspection_days", on=today))
    delivered = MallOrder.objects.filter(office__in=names, state=OrderState.DELIVERED.value)
    for one in delivered.exclude(placed_by=officer(actor)).order_by("delivered_on", "pk")[:MOST]:
        due_on = (one.delivered_on or today) + inspected_in
        yield Work(
            number=one.number,
            title=_("Delivery of an order"),
            office=names[one.office],
            state_title=_("To be accepted"),
            since=one.confirmed_at or one.placed_at,
            due_on=due_on,
            late=due_on < today,
            url=reverse("procurement:mall_order", args=[one.number]),
        )
    keeper = law.keeper(on=today)
    if keeper not in names:
        return
    for held in Catalogue.objects.filter(state=CatalogueState.SUBMITTED.value).order_by("pk")[:MOST]:
        due_on = timezone.localdate(held.submitted_at) + LOOKED_AT_IN
        yield Work(
            number=held.number,
            title=_("Catalogue of a supplier"),
            office=names[keeper],
            state_title=_("To be published"),
            since=held.submitted_at,
            due_on=due_on,
            late=due_on < today,
            url=reverse("procurement:catalogue", args=[held.number]),
        )
