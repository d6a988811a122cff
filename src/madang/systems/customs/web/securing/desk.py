"""An officer's lists: the guarantees of the office, and the goods under procedures, the nearest term first."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import officials, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Filter, Table, one_of
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.securing.find import goods_at, guarantees_at
from madang.systems.customs.usecases.securing.used import used_of
from madang.systems.customs.usecases.securing.words import KINDS
from madang.systems.customs.web.securing.columns import goods_columns, goods_filters, guarantee_columns


@open_to(officials(OFFICER))
@require_safe
def desk(request: ActorRequest) -> HttpResponseBase:
    """The guarantees that the office accepted."""
    source = guarantees_at(actor=request.actor)
    filters = (
        Filter(
            name="q",
            title=_("Number or holder"),
            apply=lambda rows, text: (
                rows.filter(number__icontains=text[:30])
                | rows.filter(party_name__icontains=text[:60])
                | rows.filter(party_key=text[:64])
            ),
        ),
        one_of(field="kind", title=pgettext("guarantee", "Kind"), words=KINDS),
    )
    used = used_of(guarantees=source, on=timezone.localdate())
    table = Table(
        request=request,
        columns=guarantee_columns(used=used, trader=False),
        source=source,
        filters=filters,
        caption=_("Customs guarantees"),
    )
    values = {"table": table, "any": source.exists()}
    return table.file(name="guarantees") or render(request, "customs/securing/desk.html", values)


@open_to(officials(OFFICER))
@require_safe
def goods(request: ActorRequest) -> HttpResponseBase:
    """The goods under procedures by declarations of the office."""
    source = goods_at(actor=request.actor)
    table = Table(
        request=request,
        columns=goods_columns(trader=False),
        source=source,
        filters=goods_filters(),
        caption=_("Goods under customs procedures"),
    )
    values = {"table": table, "any": source.exists()}
    return table.file(name="procedures") or render(request, "customs/securing/goods_desk.html", values)
