"""Goods under a procedure are declared out of it, or home, from what customs knows of them: nobody types it again."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Money
from madang.systems.customs.domain.declaration import (
    Charge,
    Declaration,
    Document,
    Item,
    PreviousDocument,
    Quantity,
    Trader,
)
from madang.systems.customs.domain.procedures import DECLARED, IMPORTED, Ending, procedure_called
from madang.systems.customs.domain.words import Direction
from madang.systems.customs.models import CustomsDeclaration, SecuredGoods
from madang.systems.customs.usecases.declarations.content import declaration_of
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.securing.refusals import CannotLeave, NothingLeft

INVOICE = "380"
FREE_CIRCULATION, EXPORT = "40", "10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """How, how much, and under which reference of the declarant's own; for goods sent out, to whom."""

    ending: Ending
    quantity: Decimal
    reference: str
    partner: str = ""
    partner_country: str = ""


def declare_leaving(*, goods: SecuredGoods, leaving: Leaving, actor: Actor, now: datetime) -> CustomsDeclaration:
    """Lodge the declaration that ends the procedure for so much of them. Raises Forbidden, CannotLeave, NothingLeft,
    DeclarationRefused."""
    require(actor, "customs.declare", str(goods.declaration.party))
    procedure = procedure_called(code=goods.procedure, on=goods.declaration.rates_on)
    if procedure is None or leaving.ending not in procedure.endings or leaving.ending not in DECLARED:
        raise CannotLeave
    if not 0 < leaving.quantity <= goods.left:
        raise NothingLeft
    told = leaving_declaration(goods=goods, leaving=leaving)
    return lodge_declaration(declaration=told, channel="page", actor=actor, now=now)


def leaving_declaration(*, goods: SecuredGoods, leaving: Leaving) -> Declaration:
    """What is declared: the item as it came, in the share that leaves, naming where it came under the procedure."""
    first = declaration_of(content=goods.declaration.content)
    item = next(one for one in first.items if one.sequence == goods.item)
    out = leaving.ending is Ending.RE_EXPORT
    share = leaving.quantity / goods.quantity
    here = pack().code.upper()
    partner = Trader(name=leaving.partner, country=leaving.partner_country.upper()) if leaving.partner else None
    return Declaration(
        direction=Direction.EXPORT if out else Direction.IMPORT,
        reference=leaving.reference,
        items=(_item(goods, item, leaving, share),),
        office=first.office,
        importer=None if out else first.importer,
        exporter=first.importer if out else None,
        seller=None if out else first.seller,
        buyer=partner if out else None,
        export_country=here if out else first.export_country,
        destination_country=leaving.partner_country.upper() if out else here,
        border=first.border,
        # Goods that lie in a store leave it by the bill under which they came: with the last of them.
        bill="" if out or leaving.quantity < goods.left else first.bill,
        incoterm=first.incoterm,
        invoice_number=first.invoice_number,
        charges=() if out else _charges(first, item, share),
        documents=tuple(one for one in first.documents if one.type == INVOICE) or _invoice(first),
    )


def _invoice(first: Declaration) -> tuple[Document, ...]:
    return (Document(type=INVOICE, number=first.invoice_number),) if first.invoice_number else ()


def _item(goods: SecuredGoods, item: Item, leaving: Leaving, share: Decimal) -> Item:
    procedure = EXPORT if leaving.ending is Ending.RE_EXPORT else FREE_CIRCULATION
    measured = [one for one in item.quantities if one.unit != goods.unit]
    counted = (
        () if goods.unit == "KGM" and not item.quantities else (Quantity(value=leaving.quantity, unit=goods.unit),)
    )
    return replace(
        item,
        sequence=1,
        procedure=procedure,
        previous_procedure=item.procedure[:2],
        additional_procedures=(),
        packages=(),
        containers=(),
        quantities=(*counted, *(replace(one, value=_scaled(one.value, share)) for one in measured)),
        net_mass=None if item.net_mass is None else _scaled(item.net_mass, share),
        gross_mass=None if item.gross_mass is None else _scaled(item.gross_mass, share),
        price=None if item.price is None else _part(item.price, share),
        statistical_value=None,
        customs_value=None,
        charges=tuple(replace(one, amount=_part(one.amount, share)) for one in item.charges),
        levies=(),
        previous=(PreviousDocument(type=IMPORTED, number=goods.declaration.number, line=goods.item),),
    )


def _charges(first: Declaration, item: Item, share: Decimal) -> tuple[Charge, ...]:
    """Freight and such of the whole declaration: the item's part by its price, and of that the share that leaves."""
    whole = sum(one.price.minor for one in first.items if one.price is not None)
    part = Decimal(item.price.minor) / whole if item.price is not None and whole else Decimal(0)
    return tuple(replace(one, amount=_part(one.amount, share * part)) for one in first.charges)


def _part(amount: Money, share: Decimal) -> Money:
    return Money(int((amount.minor * share).to_integral_value(ROUND_HALF_UP)), amount.currency)


def _scaled(value: Decimal, share: Decimal) -> Decimal:
    return (value * share).quantize(Decimal("0.001"), ROUND_HALF_UP).normalize() + 0
