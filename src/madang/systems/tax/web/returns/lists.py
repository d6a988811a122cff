"""What a taxpayer has to file, and what was filed."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui.usecases.drafts import drafts_of
from madang.framework.values import PartyKind, clock
from madang.systems.tax.domain.filing import read_period
from madang.systems.tax.domain.words import Tax
from madang.systems.tax.models import Return, Taxpayer
from madang.systems.tax.usecases.returns import law
from madang.systems.tax.usecases.returns.file_return import FIRST
from madang.systems.tax.usecases.returns.words import KINDS, TAXES
from madang.systems.tax.web.returns.showing import money, name_of

YEARS = 2


@open_to(RESIDENTS)
@require_safe
def my_returns(request: ActorRequest) -> HttpResponse:
    """Periods that can be filed now, and every return that was filed."""
    party, today = request.actor.party, timezone.localdate(clock.now())
    kind, key = (party.kind.value, party.key) if party else ("", "")
    payer = Taxpayer.objects.filter(party_kind=kind, party_key=key).first()
    filed = list(Return.objects.filter(taxpayer=payer).order_by("-filed_at", "-pk")[:200]) if payer else []
    done = {(row.tax, row.period) for row in filed if row.kind in FIRST}
    business = party is not None and party.kind is PartyKind.BUSINESS
    rows = [_open(tax, code, today, done) for tax, code in _periods(today, business=business)]
    values = {
        "name": name_of(request.actor),
        "business": business,
        "open": [row for row in rows if row is not None],
        "drafts": {draft.kind for draft in drafts_of(account_id=request.actor.account_id or 0, starting="tax:")},
        "filed": [_filed(row) for row in filed],
        "preview_year": today.year,
    }
    return render(request, "tax/returns/list.html", values)


def _periods(today: date, *, business: bool) -> list[tuple[Tax, str]]:
    years = [today.year - back for back in range(YEARS + 1)]
    halves = [(Tax.VAT, f"{year}-H{half}") for year in years for half in (2, 1)]
    return halves if business else [(Tax.INCOME, str(year)) for year in years]


def _open(tax: Tax, code: str, today: date, done: set[tuple[str, str]]) -> dict[str, object] | None:
    period = read_period(code=code)
    if (tax.value, code) in done or today < law.opens_on(tax=tax, period=period):
        return None
    due_on = law.due_on(tax=tax, period=period)
    return {
        "title": TAXES[tax.value],
        "period": code,
        "due_on": due_on,
        "late": today > due_on,
        "url": reverse("tax:return_page", args=[code, tax.value]),
    }


def _filed(row: Return) -> dict[str, object]:
    return {
        "title": TAXES.get(row.tax, row.tax),
        "period": row.period,
        "kind": KINDS[row.kind],
        "filed_at": row.filed_at,
        "refund": row.payable_minor < 0,
        "amount": money(abs(row.payable_minor)),
        "url": reverse("tax:filed_return", args=[row.number]),
    }
