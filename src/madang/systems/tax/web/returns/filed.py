"""A return as it was filed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may, require
from madang.framework.identity.requests import ActorRequest
from madang.framework.values import Refusal
from madang.systems.tax.domain.filing import fact_names
from madang.systems.tax.domain.words import ReturnKind, Tax
from madang.systems.tax.models import CorrectionDecision, Due, Report, Return
from madang.systems.tax.usecases.permissions import OFFICER, of
from madang.systems.tax.usecases.returns.read_return import NoSuchReturn, note_look
from madang.systems.tax.usecases.returns.words import KINDS, ORIGINS, TAXES, fact_title
from madang.systems.tax.web.returns.showing import amount, money, result_of, step_rows


@open_to(RESIDENTS, officials(OFFICER))
@require_safe
def filed_return(request: ActorRequest, number: str) -> HttpResponse:
    """Its figures with their reporters, the computation, the receipt, what came of it, and correcting it."""
    one = Return.objects.select_related("taxpayer", "corrects").filter(number=number).first()
    if one is None:
        raise NoSuchReturn
    own = may(request.actor, "tax.file", of(one.taxpayer.party))
    if not own:
        _look(request, one)
    due = Due.objects.filter(source=one.number).first()
    values = {
        "title": f"{TAXES.get(one.tax, one.tax)} {one.period}",
        "one": {
            "number": one.number,
            "name": one.taxpayer.name,
            "kind": KINDS[one.kind],
            "filed_at": one.filed_at,
            "receipt": one.receipt,
            "case": one.case,
            "claim": one.kind == ReturnKind.CLAIM.value,
        },
        "own": own,
        "result": result_of(one.payable_minor),
        "figures": _figures(one),
        "steps": step_rows((step["code"], step["minor"], step["cite"]) for step in one.steps),
        "due": {"on": due.due_on, "amount": money(due.minor), "state": due.state, "charge": due.charge}
        if due
        else None,
        "decision": CorrectionDecision.objects.filter(claim=one).values("granted", "decided_at").first(),
        "corrections": [
            {"number": row.number, "kind": KINDS[row.kind], "url": reverse("tax:filed_return", args=[row.number])}
            for row in one.corrections.order_by("pk")
        ],
        "correct": reverse("tax:return_page", args=[one.period, one.tax]),
    }
    return render(request, "tax/returns/filed.html", values)


def _look(request: ActorRequest, one: Return) -> None:
    """Officers see the returns of their office; each look is in the trail. To others there is no such return."""
    if not request.actor.has_duty(OFFICER, one.taxpayer.office_code):
        try:
            require(request.actor, "tax.file", of(one.taxpayer.party))
        except Refusal:
            raise NoSuchReturn from None
    note_look(one=one, actor=request.actor)


def _figures(one: Return) -> list[dict[str, object]]:
    numbers = [number for told in one.sources.values() for number in told]
    order = {name: place for place, name in enumerate(fact_names(tax=Tax(one.tax)))}
    reports = {row.number: row for row in Report.objects.select_related("reporter").filter(number__in=numbers)}
    return [
        {
            "title": fact_title(name),
            "amount": amount(name, minor),
            "origin": next((ORIGINS[told] for told in one.sources.get(name, ()) if told in ORIGINS), ""),
            "told": [
                {"reporter": reports[number].reporter.name, "at": reports[number].reported_at}
                for number in one.sources.get(name, ())
                if number in reports
            ],
        }
        for name, minor in sorted(one.facts.items(), key=lambda told: order.get(told[0], len(order)))
    ]
