"""A declaration as answers of the wizard: what its pages can ask, from what was declared before."""

from madang.framework.ui.wizard import answers_typed
from madang.framework.values import Money, Party
from madang.systems.customs.domain import value_statement
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.exchange_rates import digits_of
from madang.systems.customs.domain.procedures import procedure_of
from madang.systems.customs.domain.words import Adjustment, Direction, TransportMode
from madang.systems.customs.formats.amounts import major
from madang.systems.customs.formats.invoice import GivenInvoice
from madang.systems.customs.usecases.declarations.lodge_declaration import completed
from madang.systems.customs.usecases.declarations.open_quotas import RECOMMENDATION
from madang.systems.customs.web.declarations.asked import typed_for_agencies
from madang.systems.customs.web.declarations.lodge import MOST, PERMIT, declared, steps
from madang.systems.customs.web.units import SEVERAL

Typed = dict[str, dict[str, list[str]]]


def typed_from(*, declaration: Declaration) -> Typed:
    """By step and field, as somebody would have typed it; what the pages do not ask is left out."""
    items = declaration.items[:MOST]
    steps = {"shipment": _shipment(declaration)}
    for place, item in enumerate(items, start=1):
        steps[f"item-{place}"] = {
            f"{name}_{place}": value for name, value in _item(item, more=place < len(items)).items()
        }
        steps[f"asked-{place}"] = typed_for_agencies(item=item, place=place)
    steps["value"] = _value(declaration)
    return {
        step: {name: [text] for name, text in answers.items() if text or name != "more"}
        for step, answers in steps.items()
    }


def typed_from_invoice(*, invoice: GivenInvoice) -> Typed:
    """What an invoice says of the goods; what it leaves open stays to be typed. The first lines, as many as the pages ask."""
    lines = invoice.lines[:MOST]
    digits = digits_of(currency=invoice.currency) if invoice.currency else 0
    steps: dict[str, dict[str, str]] = {
        "shipment": {
            "direction": Direction.IMPORT.value,
            "partner": invoice.seller[:70],
            "partner_country": invoice.seller_country,
        },
        "value": {"invoice": invoice.number[:35], "currency": invoice.currency},
    }
    for place, line in enumerate(lines, start=1):
        known = line.unit in SEVERAL and line.quantity is not None
        said = {
            "commodity": line.commodity,
            "description": line.name[:200],
            "origin": line.origin,
            "quantity": f"{line.quantity:f}" if known else "",
            "unit": line.unit if known else "",
            "price": "" if line.net is None else f"{round(line.net, digits):f}",
            "more": "on" if place < len(lines) else "",
        }
        steps[f"item-{place}"] = {f"{name}_{place}": text for name, text in said.items()}
    return {step: {name: [text] for name, text in said.items() if text} for step, said in steps.items()}


def pages_say_all(*, declaration: Declaration, party: Party | None, name: str) -> bool:
    """Whether the pages ask everything that it says: typed there anew and lodged for this party it would be the same, so that
    amending it there loses nothing."""
    answers = answers_typed(steps=steps(known={}), typed=typed_from(declaration=declaration))
    on = declaration.lodged_on
    if answers is None or party is None or on is None:
        return False
    again = completed(declaration=declared(answers=answers), party=party, name=name, on=on)
    return again == declaration


def _shipment(said: Declaration) -> dict[str, str]:
    out = said.direction is Direction.EXPORT
    partner = said.buyer if out else said.seller
    procedure = procedure_of(declaration=said, on=said.lodged_on) if said.lodged_on else None
    return {
        "direction": (Direction.EXPORT if out else Direction.IMPORT).value,
        "procedure": procedure.code if procedure else "",
        "guarantee": said.guarantees[0].number if said.guarantees else "",
        "reference": said.reference,
        "office": said.office,
        "bill": said.bill,
        "mode": (said.border.mode or TransportMode.SEA).value,
        "partner": partner.name if partner else "",
        "partner_country": partner.country if partner else "",
    }


def _item(item: Item, *, more: bool) -> dict[str, str]:
    measured = next((one for one in item.quantities if one.unit in SEVERAL), None)
    return {
        "commodity": item.commodity,
        "description": item.description,
        "origin": item.origin,
        "preference": item.preference,
        "proof": item.proofs[0].number if item.proofs else "",
        "net_mass": f"{item.net_mass:f}" if item.net_mass is not None else "",
        "quantity": f"{measured.value:f}" if measured else "",
        "unit": measured.unit if measured else next(iter(SEVERAL)),
        "price": _amount(item.price),
        "statement": value_statement.statement_of(item=item),
        "permit": _paper(item, PERMIT),
        "quota": item.quota_order,
        "recommendation": _paper(item, RECOMMENDATION),
    } | ({"more": "on"} if more else {})


def _paper(item: Item, kind: str) -> str:
    return next((paper.number for paper in item.documents if paper.type == kind), "")


def _value(said: Declaration) -> dict[str, str]:
    charges = {one.kind: one.amount for one in said.charges}
    price = said.items[0].price if said.items else None
    return {
        "invoice": said.invoice_number,
        "currency": price.currency if price else "",
        "incoterm": said.incoterm.code if said.incoterm else "",
        "freight": _amount(charges.get(Adjustment.FREIGHT)),
        "insurance": _amount(charges.get(Adjustment.INSURANCE)),
    }


def _amount(money: Money | None) -> str:
    """In the main unit of its currency."""
    return "" if money is None else major(money)
