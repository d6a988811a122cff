"""Catalogues to publish, for the one worklist; what was delivered waits among the contracts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.cases.other_work import Work
from madang.framework.identity.actor import Actor
from madang.systems.procurement.domain.mall import CatalogueState
from madang.systems.procurement.models import Catalogue
from madang.systems.procurement.usecases.mall import law
from madang.systems.procurement.usecases.permissions import BUYER

MOST = 20
# No law says how soon a catalogue is looked at; this is the demonstration's own word.
LOOKED_AT_IN = timedelta(days=14)


def waiting_in_mall(actor: Actor, now: datetime) -> Iterator[Work]:
    """New catalogues, at the office that keeps the frameworks."""
    today = timezone.localdate(now)
    names = {one.office_code: one.office_name for one in actor.duties if one.code == BUYER}
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
