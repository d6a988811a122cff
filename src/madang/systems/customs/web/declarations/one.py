"""One declaration: where it stands, what holds it, what is levied and why, what happened."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.framework.audit.spoken import spoken
from madang.framework.identity.access import RESIDENTS, officials, open_to
from madang.framework.identity.may import may
from madang.framework.identity.requests import ActorRequest
from madang.framework.ui import written
from madang.framework.values import Money, clock
from madang.systems.customs.domain.assessed import Assessed
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.domain.progress import OPEN, VOID, PermitState
from madang.systems.customs.domain.requirements import Requirement
from madang.systems.customs.domain.words import DeclarationState, Direction
from madang.systems.customs.models import CustomsDeclaration, Drawback, ExportLoading, PermitNeed
from madang.systems.customs.usecases import filed_words
from madang.systems.customs.usecases.corrections.words import KINDS
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.declarations.find_declaration import find_declaration
from madang.systems.customs.usecases.declarations.law import requirements
from madang.systems.customs.usecases.declarations.lodge_declaration import declarant_name
from madang.systems.customs.usecases.declarations.offices import office_name
from madang.systems.customs.usecases.declarations.words import (
    DIRECTIONS,
    HAPPENED,
    LANES,
    LEVIES,
    PERMIT_TONES,
    PERMITS,
    STATES,
    TONES,
    levied_title,
)
from madang.systems.customs.usecases.permissions import INSPECTOR, OFFICER
from madang.systems.customs.usecases.permits.words import RESTS, STAGES, in_language
from madang.systems.customs.usecases.securing.words import procedure_title, source_title
from madang.systems.customs.usecases.valuation.doubt_value import is_doubtable
from madang.systems.customs.usecases.valuation.words import METHODS
from madang.systems.customs.web.declarations.answers import pages_say_all
from madang.systems.customs.web.valuation.showing import steps_shown


@open_to(RESIDENTS, officials(OFFICER, INSPECTOR))
@require_safe
def declaration(request: ActorRequest, number: str) -> HttpResponse:
    """The whole of it; the reasons of its selection are for officials."""
    found = find_declaration(number=number, actor=request.actor, now=clock.now())
    own = request.actor.party is not None and may(request.actor, "customs.declare", str(found.party))
    said, made = declaration_of(content=found.content), assessed_of(content=found.assessed)
    values = {
        "number": found.number,
        "direction": DIRECTIONS[found.direction],
        "state": STATES[found.state],
        "tone": TONES.get(found.state, "information"),
        "steps": _steps(found),
        "facts": _facts(found, said, own=own),
        "items": _items(found, said, made),
        "notes": made.notes if made else (),
        "permits": _permits(found),
        "levies": _levies(found),
        "goods": found.secured.order_by("item").values_list("item", "title"),
        "payable": found.payable,
        "events": _events(found, own=own),
        "own": own,
        "open": own and DeclarationState(found.state) in OPEN,
        "amendable": own
        and DeclarationState(found.state) in OPEN
        and pages_say_all(declaration=said, party=request.actor.party, name=declarant_name(actor=request.actor)),
        "doubtable": not own and is_doubtable(one=found) and may(request.actor, "customs.decide", found.office_code),
        "certificate": found.certificate,
        "case": found.case,
        "leaving": found.direction == Direction.EXPORT.value and found.accepted_on is not None,
        "corrections": _corrections(found),
        "drawable": own
        and found.state == DeclarationState.RELEASED.value
        and found.direction == Direction.EXPORT.value
        and ExportLoading.objects.filter(declaration=found).exists()
        and not Drawback.objects.filter(declaration=found).exclude(state="refused").exists(),
        "correctable": found.state == DeclarationState.RELEASED.value
        and found.direction != Direction.TRANSIT.value
        and (own or may(request.actor, "customs.decide", found.office_code)),
    }
    return render(request, "customs/declarations/one.html", values)


def _facts(found: CustomsDeclaration, said: Declaration, *, own: bool) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        (pgettext("customs", "Trader"), found.party_name),
        (_("Own reference"), found.reference),
        (_("Customs office"), office_name(code=found.office_code, language=get_language() or "")),
        (_("Lodged on"), written.moment(found.lodged_at)),
        (_("Lodged by"), found.lodged_by_name),
        (pgettext("customs", "Bill"), found.bill or "-"),
        (_("Customs value"), written.money(Money(found.value_minor, found.currency))),
        (_("Duty and taxes"), written.money(found.payable)),
    ]
    if found.procedure:
        facts.append((pgettext("customs", "Procedure"), procedure_title(one=found)))
    if said.incoterm is not None:
        facts.append((_("Delivery term"), f"{said.incoterm.code} {said.incoterm.place}".strip()))
    if not own:
        facts.append((pgettext("customs", "Lane"), LANES[found.lane]))
    return facts


def _steps(found: CustomsDeclaration) -> list[dict[str, object]]:
    """The way of a declaration, with what is over and where it stands."""
    order = [
        (DeclarationState.LODGED, _("Lodged")),
        (DeclarationState.UNDER_CONTROL, _("Checked")),
        (DeclarationState.AWAITING_PERMIT, _("Other agencies")),
        (DeclarationState.AWAITING_SECURITY, pgettext("customs", "Secured")),
        (DeclarationState.AWAITING_PAYMENT, pgettext("customs", "Paid")),
        (DeclarationState.RELEASED, pgettext("customs", "Released")),
    ]
    if not found.procedure:
        order = [one for one in order if one[0] is not DeclarationState.AWAITING_SECURITY]
    states = [state.value for state, _title in order]
    ended = DeclarationState(found.state) in VOID
    at = len(order) if found.state == states[-1] else (states.index(found.state) if found.state in states else 0)
    rows: list[dict[str, object]] = []
    for place, (_state, title) in enumerate(order):
        step = "done" if place < at else "current" if place == at else "ahead"
        rows.append({"title": title, "state": "failed" if ended and place == at else step, "note": ""})
    return rows


def _items(found: CustomsDeclaration, said: Declaration, made: Assessed | None) -> list[dict[str, Any]]:
    assessed = {item.sequence: item for item in made.items} if made else {}
    rows = []
    for item in said.items:
        known = assessed.get(item.sequence)
        rows.append(
            {
                "sequence": item.sequence,
                "commodity": known.commodity if known else item.commodity,
                "description": item.description,
                "origin": item.origin,
                "mass": item.net_mass,
                "value": Money(known.customs_value, found.currency) if known else None,
                "statement": known.statement if known else "",
                "method": METHODS[known.valuation] if known and known.valuation else "",
                "found": steps_shown(steps=known.value_steps, currency=found.currency, named=False) if known else (),
                "steps": [
                    {
                        "levy": LEVIES[step.levy],
                        "label": step.label or step.rule,
                        "base": step.base,
                        "rate": step.rate,
                        "amount": Money(step.amount, found.currency),
                        "cite": spoken(step.citation),
                    }
                    for step in (known.steps if known else ())
                ],
            }
        )
    return rows


def _permits(found: CustomsDeclaration) -> list[dict[str, object]]:
    asked = {one.code: one for one in requirements()}
    return [_permit(one, asked.get(one.requirement)) for one in found.permits.order_by("pk")]


def _permit(one: PermitNeed, asked: Requirement | None) -> dict[str, object]:
    return {
        "title": in_language(asked.titles) if asked else one.requirement,
        "office": office_name(code=one.office_code, language=get_language() or "en"),
        "item": one.item,
        "state": PERMITS[one.state],
        "stage": STAGES.get(one.stage, ""),
        "tone": PERMIT_TONES.get(one.state, "warning"),
        "cite": spoken(asked.cite) if asked else "",
        "says": one.says,
        "request": one.request,
        "asked_at": one.asked_at,
        "answered_at": one.answered_at,
        "automatic": one.automatic and one.answered_at is not None,
        "accepted": f"{one.accepted.normalize():f} {one.unit}" if one.accepted is not None else "",
        "rest": RESTS.get(one.rest, ""),
        "refused": one.state == PermitState.REFUSED.value,
    }


def _levies(found: CustomsDeclaration) -> list[dict[str, object]]:
    return [
        {
            "title": " · ".join(filter(None, (str(levied_title(levy=one.levy)), source_title(source=one.source)))),
            "amount": Money(one.minor, one.currency),
            "due_on": one.due_on,
            "charge": one.charge,
            "open": one.state == "open",
            "paid": one.state == "paid",
        }
        for one in found.levies.order_by("pk")
    ]


def _corrections(found: CustomsDeclaration) -> list[dict[str, object]]:
    return [
        {
            "number": one.number,
            "kind": KINDS[one.kind],
            "state": filed_words.STATES[one.state],
            "tone": filed_words.tone_of(state=one.state),
            "filed_at": one.filed_at,
        }
        for one in found.corrections.order_by("pk")
    ]


def _events(found: CustomsDeclaration, *, own: bool) -> list[dict[str, object]]:
    rows = found.events.order_by("pk")
    return [
        {
            "title": HAPPENED[one.kind],
            "at": one.at,
            "text": one.text or ("; ".join(one.detail.get("reasons", [])) if one.hidden else ""),
        }
        for one in (rows.filter(hidden=False) if own else rows)
    ]
