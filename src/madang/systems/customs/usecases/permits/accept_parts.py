"""Goods that an agency accepted in part: the declaration goes on once it declares no more than that."""

from datetime import datetime
from decimal import Decimal

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.declaration import Declaration, Item
from madang.systems.customs.domain.progress import PermitState
from madang.systems.customs.models import CustomsDeclaration
from madang.systems.customs.usecases.declarations.history import happened


def measured(*, item: Item) -> tuple[Decimal | None, str]:
    """What agencies are asked about: the net mass in kilograms, else the first quantity with its unit."""
    if item.net_mass is not None:
        return item.net_mass, "KGM"
    first = item.quantities[0] if item.quantities else None
    return (first.value, first.unit) if first else (None, "")


def accept_parts(*, one: CustomsDeclaration, declaration: Declaration, actor: Actor, now: datetime) -> None:
    """Grant what the amended declaration now keeps within. In the caller's transaction, which holds the declaration."""
    items = {item.sequence: item for item in declaration.items}
    for need in one.permits.filter(state=PermitState.PARTLY.value):
        declared, unit = measured(item=items[need.item])
        if need.accepted is None or declared is None or unit != need.unit or declared > need.accepted:
            continue
        need.state = PermitState.GRANTED.value
        need.save(update_fields=["state"])
        detail = {"requirement": need.requirement, "item": need.item, "office": need.office_code}
        happened(to=one, kind="permit_granted", actor=actor, now=now, text=need.says, detail=detail)
