"""Guarantees and goods under procedures for the tests."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from madang.framework.identity.actor import Actor, ActorKind, Duty
from madang.framework.money.usecases.take_transfer import take_transfer
from madang.framework.values import Money, Party
from madang.systems.customs.domain.declaration import Declaration
from madang.systems.customs.models import CustomsDeclaration, CustomsGuarantee, Levied, SecuredGoods
from madang.systems.customs.tests.declarations_world import NOW, OFFICE, SHOP, acting, declaration
from madang.systems.customs.usecases.declarations.lodge_declaration import lodge_declaration
from madang.systems.customs.usecases.permissions import OFFICER
from madang.systems.customs.usecases.securing.guarantees import Promise, accept_guarantee
from madang.systems.customs.usecases.securing.leave import Leaving, declare_leaving

DESK = Actor(kind=ActorKind.OFFICIAL, account_id=9, name="감하솔", duties=(Duty(OFFICE, OFFICE, OFFICER),))


def guarantee(minor: int = 1_000_000, *, paper: str = "P-1", until: date = date(2031, 1, 1)) -> CustomsGuarantee:
    """The shop's, accepted at the office."""
    promise = Promise(
        kind="insurance",
        party=SHOP,
        party_name="도현상회",
        issuer="가온보증",
        paper=paper,
        limit_minor=minor,
        valid_from=date(2026, 1, 1),
        valid_until=until,
    )
    return accept_guarantee(promise=promise, office=OFFICE, actor=DESK, now=NOW)


def under(code: str, reference: str = "A-1", *, additional: tuple[str, ...] = (), **other: Any) -> Declaration:
    """300,000 won of goods, a hundred pieces, asked to be put under a procedure."""
    told = declaration(reference, **other)
    items = tuple(replace(item, procedure=code, additional_procedures=additional) for item in told.items)
    return replace(told, items=items)


def lodged(told: Declaration, *, party: Party = SHOP, now: datetime = NOW) -> CustomsDeclaration:
    """By the shop's broker."""
    return lodge_declaration(declaration=told, channel="page", actor=acting(party), now=now)


def goods_of(one: CustomsDeclaration) -> SecuredGoods:
    """Its first item, as it stands now."""
    return SecuredGoods.objects.select_related("declaration", "guarantee").get(declaration=one, item=1)


def leave(one: CustomsDeclaration, leaving: Leaving, *, now: datetime = NOW) -> CustomsDeclaration:
    """Declared out of its procedure, or home."""
    return declare_leaving(goods=goods_of(one), leaving=leaving, actor=acting(), now=now)


def pay(one: CustomsDeclaration, *, now: datetime = NOW) -> None:
    """Everything that is open."""
    for levied in Levied.objects.filter(declaration=one, state="open"):
        amount = Money(levied.minor, levied.currency)
        take_transfer(
            number=levied.charge, amount=amount, reference=f"bank-{levied.charge}", in_suspense=False, now=now
        )
