"""Duties that wait are secured: noted with the declaration, reserved on a guarantee before release, begun with it."""

from datetime import date, datetime

from django.utils import timezone

from madang.framework.identity.actor import Actor
from madang.systems.customs.domain.assessed import Assessed, AssessedItem
from madang.systems.customs.domain.declaration import Declaration, Document, Item
from madang.systems.customs.domain.procedures import Procedure, measure_of, procedure_called
from madang.systems.customs.domain.securing import SecuredState, to_secure
from madang.systems.customs.models import CustomsDeclaration, CustomsGuarantee, SecuredGoods
from madang.systems.customs.usecases.declarations.content import assessed_of, declaration_of
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.securing import queue
from madang.systems.customs.usecases.securing.used import left_of


def note_secured(*, one: CustomsDeclaration, declaration: Declaration) -> None:
    """Write down what waits for each item, in the place of what an earlier version said. In the caller's transaction."""
    one.secured.all().delete()
    made = assessed_of(content=one.assessed)
    procedure = procedure_called(code=made.procedure, on=one.rates_on) if made else None
    if made is None or procedure is None:
        return
    told = {item.sequence: item for item in declaration.items}
    SecuredGoods.objects.bulk_create(_noted(one, told[item.sequence], item, made, procedure) for item in made.items)


def _noted(
    one: CustomsDeclaration, told: Item, item: AssessedItem, made: Assessed, procedure: Procedure
) -> SecuredGoods:
    measure = measure_of(item=told)
    if measure is None:
        raise ValueError(f"Item {told.sequence} has no measure: `checks` refuses it.")
    return SecuredGoods(
        declaration=one,
        item=told.sequence,
        procedure=procedure.code,
        commodity=item.commodity,
        title=(told.description or item.commodity)[:200],
        quantity=measure.value,
        unit=measure.unit,
        suspended={levy.value: minor for levy, minor in item.suspended},
        to_secure_minor=to_secure(suspended=sum(minor for _levy, minor in item.suspended), procedure=procedure),
        currency=made.currency,
        state=SecuredState.WAITING.value,
    )


def secured(*, one: CustomsDeclaration, now: datetime) -> bool:
    """Whether everything that has to be is secured; what is not yet is reserved where a guarantee covers all of it. In the
    caller's transaction, which holds the declaration."""
    waiting = list(one.secured.filter(state=SecuredState.WAITING.value))
    if not waiting:
        return True
    said, today = declaration_of(content=one.content), timezone.localdate(now)
    procedure = _procedure(waiting[0], one.rates_on)
    paper = standing_in(declaration=said, procedure=procedure)
    needed = 0 if paper else sum(row.to_secure_minor for row in waiting)
    guarantee = _covering(one, said, procedure, needed, today) if needed else None
    if needed and guarantee is None:
        return False
    for row in waiting:
        row.guarantee, row.paper = guarantee, paper.number if paper else ""
        row.secured_minor = row.to_secure_minor if guarantee else 0
        row.state = SecuredState.RESERVED.value
        row.save(update_fields=["guarantee", "paper", "secured_minor", "state"])
    return True


def standing_in(*, declaration: Declaration, procedure: Procedure) -> Document | None:
    """The document that stands in for a guarantee, where the procedure takes one and the declaration names it."""
    named = (*declaration.documents, *(paper for item in declaration.items for paper in item.documents))
    return next((paper for paper in named if paper.type in procedure.instead and paper.number), None)


def _procedure(row: SecuredGoods, on: date) -> Procedure:
    found = procedure_called(code=row.procedure, on=on)
    if found is None:
        raise LookupError(f"There was no procedure {row.procedure} on {on}.")
    return found


def _covering(
    one: CustomsDeclaration, said: Declaration, procedure: Procedure, needed: int, today: date
) -> CustomsGuarantee | None:
    """The guarantee that the declaration names, or the first of the party's that covers it; locked."""
    ends_on = procedure.ends_on(began_on=today, mode=said.border.mode) or today
    mine = CustomsGuarantee.objects.filter(
        party_kind=one.party_kind,
        party_key=one.party_key,
        currency=one.currency,
        returned_at=None,
        valid_from__lte=today,
        valid_until__gte=ends_on,
    )
    named = [guarantee.number for guarantee in said.guarantees if guarantee.number]
    if named:
        mine = mine.filter(number__in=named)
    locked = mine.select_for_update().order_by("pk")
    return next((row for row in locked if left_of(guarantee=row, on=today) >= needed), None)


def begin(*, one: CustomsDeclaration, actor: Actor, now: datetime) -> None:
    """The goods are released to the procedure: its term runs. In the transaction of the release."""
    rows = list(one.secured.filter(state=SecuredState.RESERVED.value))
    if not rows:
        return
    said, today = declaration_of(content=one.content), timezone.localdate(now)
    procedure = _procedure(rows[0], one.rates_on)
    due = procedure.ends_on(began_on=today, mode=said.border.mode)
    paper = standing_in(declaration=said, procedure=procedure)
    if paper is not None and paper.expires_on is not None:
        due = min(due, paper.expires_on) if due else paper.expires_on
    one.secured.filter(pk__in=[row.pk for row in rows]).update(
        state=SecuredState.OPEN.value, began_on=today, due_on=due
    )
    sum_ = sum(row.secured_minor for row in rows)
    detail = {"procedure": procedure.code, "due_on": due.isoformat() if due else "", "secured": sum_}
    happened(to=one, kind="under_procedure", actor=actor, now=now, detail=detail)


def let_go(*, one: CustomsDeclaration) -> None:
    """The declaration was refused or withdrawn: what was reserved is free."""
    open_ones = (SecuredState.WAITING.value, SecuredState.RESERVED.value)
    if one.secured.filter(state__in=open_ones).update(state=SecuredState.ENDED.value, secured_minor=0):
        queue.secure_waiting(party=one.party)
