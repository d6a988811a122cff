"""Goods released by an accepted declaration (Customs Act art. 248 (1)): from then on they may leave by the gate."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.systems.customs.domain.movement import IllegalMove, Kind, Step
from madang.systems.customs.usecases.cargo.find_bill import standing_bill
from madang.systems.customs.usecases.cargo.record_steps import Happened, holdings_of, lock_bills, record_steps
from madang.systems.customs.usecases.cargo.refusals import refused


@dataclass(frozen=True, kw_only=True)
class Released:
    """What a declaration released."""

    bill: str
    declaration: str
    packages: int
    again: bool = False
    """It had been released before; nothing was done."""


def release_goods(*, bill: str, declaration: str, actor: Actor, now: datetime, packages: int | None = None) -> Released:
    """Release so many packages, or all that may still be released, by a declaration's number. Twice is once.

    May be called in a transaction of the caller's. Raises Forbidden, NoSuchBill, and MoveRefused where fewer
    packages are here and not under way, or the declaration released another number of them before.
    """
    require(actor, "customs.release_goods")
    found = standing_bill(number=bill)
    if found.consolidated:
        raise refused(move=IllegalMove("consolidated"), place="bill")
    with transaction.atomic():
        lock_bills(bills=[found.pk])
        holding = holdings_of(bills=[found.pk])[found.pk]
        before = dict(holding.releases).get(declaration)
        if before is not None and packages in {None, before}:
            return Released(bill=found.number, declaration=declaration, packages=before, again=True)
        count = holding.bound if packages is None else packages
        step = Step(kind=Kind.RELEASED, packages=count, declaration=declaration)
        record_steps(happened=[Happened(bill=found.pk, step=step)], actor=actor, now=now)
        detail = {"declaration": declaration, "packages": count}
        audit.record(actor=actor, action="customs.release_goods", target=f"bill:{found.number}", detail=detail, now=now)
    return Released(bill=found.number, declaration=declaration, packages=count)
