"""The front page of tax: what is due when, for whom."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Party, PartyKind, clock
from madang.systems.tax.domain.calendar import DutyKind, Obligation, due_within
from madang.systems.tax.domain.words import Role
from madang.systems.tax.models import Taxpayer
from madang.systems.tax.usecases.dues.arrears import standing
from madang.systems.tax.usecases.dues.wording import due_title
from madang.systems.tax.usecases.registration.offices import office_name

ROLES: dict[str, Any] = {
    Role.INCOME: pgettext_lazy("tax", "income tax"),
    Role.VAT_GENERAL: pgettext_lazy("tax", "VAT, general"),
    Role.VAT_SIMPLIFIED: pgettext_lazy("tax", "VAT, simplified"),
    Role.VAT_EXEMPT: pgettext_lazy("tax", "exempt from VAT"),
    Role.CORPORATE: pgettext_lazy("tax", "corporate tax"),
    Role.WITHHOLDING_AGENT: pgettext_lazy("tax", "withholds tax from others"),
    Role.REPORTER: pgettext_lazy("tax", "reports what it paid"),
}
SOON = timedelta(days=30)
YEAR = timedelta(days=365)


@open_to(ANYONE)
@require_safe
def front(request: ActorRequest) -> HttpResponse:
    """The calendar of the coming year: everybody's, or the taxpayer's own with what waits to be paid."""
    today = timezone.localdate(clock.now())
    party = request.actor.party
    held = _held(party)
    roles = [Role(one) for one in held.roles] if held else _roles_of(party)
    coming = due_within(roles=roles, since=today, until=today + YEAR)
    owed = list(standing(party=party)[:100]) if party else []
    values = {
        "name": held.name if held else "",
        "office": office_name(code=held.office_code) if held else "",
        "person": bool(held and held.party_kind == PartyKind.PERSON),
        "roles": [ROLES[one] for one in roles] if held else [],
        "obligations": [_row(one, today) for one in coming],
        "owed": len(owed),
        "late": any(one.pay_by < today for one in owed),
    }
    return render(request, "tax/registration/front.html", values)


def _held(party: Party | None) -> Taxpayer | None:
    if party is None:
        return None
    return Taxpayer.objects.filter(party_kind=party.kind.value, party_key=party.key).first()


def _roles_of(party: Party | None) -> list[Role]:
    """What concerns somebody who is not registered yet; everybody where nobody signed in."""
    if party is None:
        return [Role.INCOME, Role.VAT_GENERAL, Role.CORPORATE, Role.WITHHOLDING_AGENT]
    return [Role.INCOME] if party.kind is PartyKind.PERSON else [Role.VAT_GENERAL]


def _row(one: Obligation, today: date) -> dict[str, object]:
    filing = one.kind is DutyKind.RETURN
    return {
        "title": due_title(tax=one.tax, period=one.period, reason="return"),
        "kind": pgettext("tax", "file and pay") if filing else pgettext("tax", "pay by the office's notice"),
        "due_on": one.due_on,
        "cite": spoken(one.cite),
        "tone": "warning" if one.due_on <= today + SOON else "gray",
    }
