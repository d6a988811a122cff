"""What a business may put right by itself: how its invoices differ from what others tell."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.may import require
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import PartyKind
from madang.systems.tax.domain.risk_words import FindingKind, FindingState
from madang.systems.tax.models import RiskFinding
from madang.systems.tax.usecases.compliance.rule_book import in_words, rule_book, shown_kinds
from madang.systems.tax.web.compliance.evidence import evidence_rows


@open_to(RESIDENTS)
@require_safe
def my_risks(request: ActorRequest) -> HttpResponse:
    """In words, with the invoices, and without points: those would teach how to stay below them."""
    party = request.actor.party
    business = party is not None and party.kind is PartyKind.BUSINESS
    listed: list[dict[str, Any]] = []
    if party is not None and business:
        require(request.actor, "tax.file", str(party))
        words = rule_book().words
        rows = RiskFinding.objects.filter(
            subject=party.key, kind__in=shown_kinds(), state__in=[FindingState.OPEN.value, FindingState.SELECTED.value]
        )
        for one in rows.order_by("-month", "pk"):
            kind = words[FindingKind(one.kind)]
            listed.append(
                {
                    "title": in_words(kind.title),
                    "advice": in_words(kind.advice),
                    "month": one.month,
                    "lines": one.lines,
                    "evidence": evidence_rows(one),
                }
            )
    return render(request, "tax/compliance/my_risks.html", {"listed": listed, "business": business})
