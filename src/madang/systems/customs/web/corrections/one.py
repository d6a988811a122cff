"""One correction: what it changes, what comes on top and why, what is to pay or goes back."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import Money, clock
from madang.systems.customs.domain.appeal import AppealKind
from madang.systems.customs.domain.correction import CorrectionState
from madang.systems.customs.models import Appeal, Correction, CustomsDeclaration
from madang.systems.customs.usecases.corrections.charge_levied import charged_of
from madang.systems.customs.usecases.corrections.file_appeal import cannot, until
from madang.systems.customs.usecases.corrections.find_correction import find_correction, judges
from madang.systems.customs.usecases.corrections.words import APPEALS, FRAUDS, GROUNDS, KINDS, STEPS, WITHOUT
from madang.systems.customs.usecases.declarations.words import levied_amounts, levied_title
from madang.systems.customs.usecases.filed_words import STATES, tone_of
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER, REVIEWER
from madang.systems.customs.web.refunds.account import goes_back


@open_to(RESIDENTS, officials(OFFICER, INSPECTOR, REVIEWER))
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: ActorRequest, number: str) -> HttpResponse:
    """The whole of it; whose refund could not be paid names another account."""
    now = clock.now()
    found = find_correction(number=number, actor=request.actor, now=now)
    one = found.declaration
    own = request.actor.party is not None and may(request.actor, "customs.declare", str(one.party))
    prefetch_related_objects([found], Prefetch("appeals", Appeal.objects.order_by("pk")))
    judged = judges(of=found, actor=request.actor)
    back = goes_back(request=request, sources=[found.number], own=own, answered=request.method == "POST")
    if back.named:
        return redirect("customs:correction", found.number)
    values: dict[str, Any] = {
        "number": found.number,
        "declaration": one.number,
        "kind": KINDS[found.kind],
        "state": STATES[found.state],
        "tone": tone_of(state=found.state),
        "facts": _facts(found, one),
        "changes": levied_amounts(amounts=found.changes, currency=one.currency),
        "additions": _additions(found),
        "levies": _levies(found),
        "refunds": back.rows,
        "form": back.form,
        "case": found.case,
        "own": own,
        "told": found.state == CorrectionState.TOLD.value,
        "early": own and found.state == CorrectionState.TOLD.value and not found.appeals.all(),
        "ask_until": found.ask_until,
        "appeals": [_appeal(row, mine=own, judged=judged) for row in found.appeals.all()],
        "open_to_appeal": _open_to_appeal(found, one) if own else [],
    }
    return render(request, "customs/corrections/one.html", values, status=back.status)


def _appeal(row: Appeal, *, mine: bool, judged: bool) -> dict[str, object]:
    waits = row.state == "filed"
    return {
        "number": row.number,
        "title": APPEALS[row.kind],
        "state": STATES[row.state],
        "tone": tone_of(state=row.state),
        "filed_at": row.filed_at,
        "says": row.says,
        "stayed": row.stayed_at is not None and waits,
        "stayable": judged and waits and row.stayed_at is None and row.kind != AppealKind.REVIEW.value,
        "link": f"/my/cases/{row.case}/" if mine else f"/cases/{row.case}/",
    }


def _open_to_appeal(found: Correction, one: CustomsDeclaration) -> list[dict[str, object]]:
    today = timezone.localdate(clock.now())
    return [
        {"kind": kind.value, "title": APPEALS[kind.value], "until": until(against=found, kind=kind, on=today)}
        for kind in AppealKind
        if cannot(one=one, against=found, kind=kind, on=today) is None
    ]


def _facts(found: Correction, one: CustomsDeclaration) -> list[tuple[object, object]]:
    rows: list[tuple[object, object]] = [
        (_("Declaration"), one.number),
        (_("Why it is corrected"), found.reason),
        (pgettext("customs", "Filed"), written.moment(found.filed_at)),
    ]
    if found.ground:
        rows.append((_("Why it is claimed after its years"), GROUNDS[found.ground]))
    if found.fraud:
        rows.append((_("How facts were hidden"), FRAUDS[found.fraud]))
    if found.without_notice:
        rows.append((_("Why nobody was told before"), WITHOUT[found.without_notice]))
    if found.decided_at:
        rows.append((pgettext("customs", "Decided"), written.moment(found.decided_at)))
    if found.says:
        rows.append((_("Reasons of the decision"), found.says))
    return rows


def _additions(found: Correction) -> list[dict[str, object]]:
    return [
        {"title": STEPS[step["code"]], "amount": Money(step["minor"], found.currency), "cite": spoken(step["cite"])}
        for step in found.additions
    ]


def _levies(found: Correction) -> list[dict[str, object]]:
    if found.state != CorrectionState.DONE.value:
        return []
    return [
        {
            "title": levied_title(levy=row.levy),
            "amount": Money(row.minor, row.currency),
            "due_on": row.due_on,
            "charge": row.charge,
            "open": row.state == "open",
        }
        for row in charged_of(made=found)
    ]
