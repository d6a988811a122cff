"""A declaration on pages: shipment, items, value, a summary; saved at every step."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from madang.framework.identity.access import RESIDENTS, open_to
from madang.framework.identity.requests import ActorRequest
from madang.framework.law import pack
from madang.framework.ui.usecases.drafts import load_draft
from madang.framework.ui.wizard import Wizard, WizardStep, run
from madang.framework.values import Fault, Party, clock
from madang.systems.customs.domain import value_statement
from madang.systems.customs.domain.declaration import (
    Charge,
    Declaration,
    Document,
    Guarantee,
    Incoterm,
    Item,
    Means,
    Quantity,
    Trader,
)
from madang.systems.customs.domain.exchange_rates import of_main_units
from madang.systems.customs.domain.procedures import Procedure, procedure_called
from madang.systems.customs.domain.words import Adjustment, Direction, TransportMode
from madang.systems.customs.usecases.cargo.find_goods import goods_under, is_consigned_to
from madang.systems.customs.usecases.continuity.note_answer import answer_timed
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.declarations.open_quotas import RECOMMENDATION
from madang.systems.customs.usecases.declarations.refusals import DeclarationRefused
from madang.systems.customs.web.declarations.asked import asked_step, said_papers, said_statements
from madang.systems.customs.web.declarations.forms import ItemForm, ShipmentForm, ValueForm, quotas_said
from madang.systems.customs.web.faults import place_of, sentence_of

MOST = 5
INVOICE, PERMIT, PROOF = "380", "911", "861"
"""UN/EDIFACT 1001: commercial invoice, import licence, certificate of origin."""
PAPERS = (("permit", PERMIT), ("statement", value_statement.DOCUMENT), ("recommendation", RECOMMENDATION))
"""Questions about an item that are answered by a document's number."""


def draft_kind(request: ActorRequest) -> str:
    """Whose draft it is: one for each party for whom somebody acts."""
    return f"customs:declaration:{request.actor.party}"


@open_to(RESIDENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def lodge(request: ActorRequest, step: str = "") -> HttpResponse:
    """The wizard."""
    account = request.actor.account_id or 0
    kind = draft_kind(request)

    def finish(_request: HttpRequest, answers: dict[str, Any], _key: str) -> HttpResponse:
        now = clock.now()
        try:
            with answer_timed(channel="page", now=now):
                made = lodge_declaration(
                    declaration=declared(answers=answers), channel="page", actor=request.actor, now=now
                )
        except DeclarationRefused as refusal:
            raise DeclarationRefused(faults=tuple(placed(fault=fault) for fault in refusal.faults)) from None
        return redirect("customs:declaration", made.number)

    wizard = Wizard(
        kind=kind,
        title=_("Declare goods"),
        steps=steps(known=_known(account, kind, request.actor.party), quotas=quotas_said()),
        address=lambda code: reverse("customs:lodge_step", args=[code]),
        finish=finish,
        cancel=reverse("customs:declarations"),
        send_label=_("Lodge the declaration"),
        promise=_(
            "It is checked whole and assessed at once; every fault is told. What nobody has to look at is released on payment."
        ),
        summary_lead=_("Look through what you declare. You answer for it (Customs Act art. 241)."),
    )
    return run(request=request, wizard=wizard, step=step, account_id=account, now=clock.now())


def _known(account: int, kind: str, party: Party | None) -> dict[str, Any]:
    """What the manifest says of the goods, where the draft names a bill."""
    draft = load_draft(account_id=account, kind=kind)
    bill = (draft.data.get("typed", {}).get("shipment", {}).get("bill", [""]) if draft else [""])[0]
    bill = bill.strip()[:35]
    goods = goods_under(bill=bill) if bill and party and is_consigned_to(bill=bill, party=party) else None
    if goods is None:
        return {}
    line = goods.lines[0] if goods.lines else None
    return {
        "commodity_1": line.commodity if line else "",
        "description_1": line.description if line else goods.description,
        "origin_1": goods.loading[:2],
    }


def steps(
    *, known: Mapping[str, Any], shipment: type[ShipmentForm] = ShipmentForm, quotas: str = ""
) -> tuple[WizardStep, ...]:
    """The screens; `known` fills the first item, `quotas` says what is left of those that may be claimed."""
    items = tuple(
        step
        for place in range(1, MOST + 1)
        for step in (
            WizardStep(
                code=f"item-{place}",
                title=_("Item {place}").format(place=place),
                form=partial(ItemForm, place=place, most=MOST, quotas=quotas),
                initial=known if place == 1 else {},
                shown=_another(place - 1),
            ),
            asked_step(place=place),
        )
    )
    first = {"direction": Direction.IMPORT.value}
    return (
        WizardStep(code="shipment", title=_("The shipment"), form=shipment, initial=first),
        *items,
        WizardStep(code="value", title=_("Invoice and value"), form=ValueForm),
    )


def _another(before: int) -> Callable[[Mapping[str, Any]], bool]:
    return lambda answers: before == 0 or bool(answers.get(f"more_{before}"))


def placed(*, fault: Fault) -> Fault:
    """With its place said in the sentence, for the summary has no fields."""
    return Fault("", " ".join(filter(None, (place_of(fault=fault), sentence_of(fault=fault)))), fault.code)


def declared(*, answers: Mapping[str, Any]) -> Declaration:
    """The declaration that the answers make."""
    currency = answers["currency"].upper()
    procedure = procedure_called(code=answers.get("procedure") or "", on=timezone.localdate())
    direction = procedure.direction if procedure else Direction(answers["direction"])
    partner = Trader(name=answers["partner"], country=answers["partner_country"].upper())
    abroad, here = partner.country, pack().code.upper()
    arriving = direction is not Direction.EXPORT
    charges = tuple(
        Charge(kind=kind, amount=of_main_units(number=answers[name], currency=currency))
        for name, kind in (("freight", Adjustment.FREIGHT), ("insurance", Adjustment.INSURANCE))
        if answers.get(name)
    )
    return Declaration(
        direction=direction,
        reference=answers["reference"],
        items=tuple(_items(answers, currency, procedure)),
        office=answers["office"],
        seller=partner if arriving else None,
        buyer=None if arriving else partner,
        export_country=abroad if arriving else here,
        destination_country=here if arriving else abroad,
        border=Means(mode=TransportMode(answers["mode"])),
        incoterm=Incoterm(code=answers["incoterm"]),
        bill=answers.get("bill", "").strip(),
        invoice_number=answers["invoice"],
        charges=charges,
        guarantees=(Guarantee(number=answers["guarantee"]),) if answers.get("guarantee") else (),
        documents=(Document(type=INVOICE, number=answers["invoice"]),),
    )


def _items(answers: Mapping[str, Any], currency: str, procedure: Procedure | None) -> list[Item]:
    items = []
    further = (procedure.additional,) if procedure and procedure.additional else ()
    for place in range(1, MOST + 1):
        if f"commodity_{place}" not in answers:
            break
        told = {name.removesuffix(f"_{place}"): value for name, value in answers.items() if name.endswith(f"_{place}")}
        papers = [(kind, told[name]) for name, kind in PAPERS if told.get(name)]
        measured = (Quantity(value=told["quantity"], unit=told["unit"]),) if told["quantity"] else ()
        items.append(
            Item(
                sequence=place,
                commodity="".join(sign for sign in told["commodity"] if sign.isdigit()),
                description=told["description"],
                procedure=procedure.requested if procedure else "",
                additional_procedures=further,
                origin=told["origin"].upper(),
                preference=told["preference"].upper(),
                proofs=(Document(type=PROOF, number=told["proof"]),) if told["proof"] else (),
                net_mass=told["net_mass"],
                quantities=measured,
                price=of_main_units(number=told["price"], currency=currency),
                documents=(*(Document(type=kind, number=number) for kind, number in papers), *said_papers(told=told)),
                statements=said_statements(told=told),
                quota_order=told.get("quota", ""),
            )
        )
    return items
