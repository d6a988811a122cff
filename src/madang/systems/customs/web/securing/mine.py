"""A holder's page: what each guarantee secures and what is free, and what is under procedures until when."""

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import Forbidden, may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.tables import Table
from madang.framework.values import Money, Party, PartyKind, clock
from madang.systems.customs.models import CustomsGuarantee, DeferredPayment
from madang.systems.customs.usecases.declarations.advance_declaration import deferred_right, owed_by
from madang.systems.customs.usecases.securing.find import goods_of, guarantees_of
from madang.systems.customs.usecases.securing.operators import operators_on
from madang.systems.customs.usecases.securing.used import free_of, used_of
from madang.systems.customs.usecases.securing.words import KINDS, SECTORS
from madang.systems.customs.web.securing.columns import goods_columns, goods_filters


@open_to(RESIDENTS)
@require_safe
def mine(request: ActorRequest) -> HttpResponseBase:
    """Both lists of the party for whom somebody acts."""
    party = request.actor.party
    if party is None or not may(request.actor, "customs.declare", str(party)):
        raise Forbidden
    held = list(guarantees_of(party=party)[:100])
    used = used_of(guarantees=held, on=timezone.localdate())
    source = goods_of(party=party)
    table = Table(
        request=request,
        columns=goods_columns(trader=True),
        source=source,
        filters=goods_filters(),
        caption=_("Goods under customs procedures"),
    )
    values = {
        "guarantees": [_guarantee(one, used[one.pk]) for one in held],
        "operator": [
            {"sector": SECTORS[one.sector], "grade": one.grade, "until": one.valid_until}
            for one in operators_on(on=timezone.localdate()).filter(party_kind=party.kind.value, party_key=party.key)
        ],
        "later": [_later(one, party) for one in deferred_right(party=party, now=clock.now())],
        "table": table,
        "any": source.exists(),
        "person": party.kind is PartyKind.PERSON,
    }
    return table.file(name="procedures") or render(request, "customs/securing/mine.html", values)


def _guarantee(one: CustomsGuarantee, used: int) -> dict[str, object]:
    return {
        "number": one.number,
        "kind": KINDS[one.kind],
        "issuer": one.issuer,
        "limit": Money(one.limit_minor, one.currency),
        "used": Money(used, one.currency),
        "drawn": Money(one.drawn_minor, one.currency) if one.drawn_minor else None,
        "free": Money(free_of(guarantee=one, used=used), one.currency),
        "share": min(100 * (used + one.drawn_minor) // one.limit_minor, 100),
        "until": one.valid_until,
        "returned": one.returned_at is not None,
        "unpaid": one.deposit and one.deposited_on is None,
    }


def _later(one: DeferredPayment, party: Party) -> dict[str, object]:
    limit, owed = Money(one.limit_minor, one.currency), Money(owed_by(party=party), one.currency)
    return {"limit": limit, "owed": owed, "until": one.valid_until}
