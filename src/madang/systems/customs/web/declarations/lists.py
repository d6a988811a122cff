"""A trader's declarations."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Column, Filter, Table, one_of
from madang.framework.ui.usecases.drafts import load_draft
from madang.framework.values import PartyKind
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.continuity.fallbacks import standing_fallbacks
from madang.systems.customs.usecases.declarations.find_declaration import declarations_of
from madang.systems.customs.usecases.declarations.words import DIRECTIONS, STATES
from madang.systems.customs.web.declarations.lodge import draft_kind


def columns(*, trader: bool) -> tuple[Column, ...]:
    """Of a list of declarations; officials see whose they are."""
    whose = (Column(name="party_name", title=pgettext("customs", "Trader"), sort="party_name"),)
    return (
        Column(name="number", title=pgettext("customs", "Number"), sort="number", link=_link),
        *(() if trader else whose),
        Column(name="direction", title=pgettext("customs", "Direction"), value=lambda one: DIRECTIONS[one.direction]),
        Column(name="title", title=pgettext("customs", "Goods")),
        Column(name="reference", title=_("Own reference"), sort="reference"),
        Column(name="lodged_at", title=pgettext("customs", "Lodged"), kind="moment", sort="lodged_at"),
        Column(name="payable", title=_("Duty and taxes"), kind="money", sort="payable_minor"),
        Column(name="state", title=pgettext("customs", "State"), sort="state", value=lambda one: STATES[one.state]),
    )


def _link(one: CustomsDeclaration) -> str:
    return reverse("customs:declaration", args=[one.number])


def filters() -> tuple[Filter, ...]:
    """State, and a number or reference."""
    return (
        Filter(
            name="q",
            title=_("Number, reference or bill"),
            apply=lambda rows, text: (
                rows.filter(number__icontains=text[:32])
                | rows.filter(reference__icontains=text[:35])
                | rows.filter(bill__iexact=text[:64])
            ),
        ),
        one_of(field="state", title=pgettext("customs", "State"), words=STATES),
    )


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """What the party declared."""
    source = declarations_of(actor=request.actor)
    table = Table(
        request=request,
        columns=columns(trader=True),
        source=source,
        filters=filters(),
        caption=_("Customs declarations"),
    )
    party = request.actor.party
    values = {
        "table": table,
        "any": source.exists(),
        "draft": load_draft(account_id=request.actor.account_id or 0, kind=draft_kind(request)),
        "fallbacks": list(standing_fallbacks().values_list("reason", flat=True)),
        "person": party is not None and party.kind is PartyKind.PERSON,
    }
    return table.file(name="declarations") or render(request, "customs/declarations/list.html", values)
