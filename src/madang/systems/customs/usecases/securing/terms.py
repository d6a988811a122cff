"""Terms: made longer by customs; remembered before they end; and what follows when they are missed (Customs Act of Korea
arts. 25, 97, 98, 108, 217)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from madang.framework.identity.actor import Actor, system_actor
from madang.framework.identity.may import require
from madang.framework.law import parameter
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge
from madang.framework.notify import notify
from madang.framework.values import Money
from madang.framework.values.months import add_months
from madang.systems.customs.domain.procedures import Procedure, procedure_called
from madang.systems.customs.domain.securing import HOLDING, SecuredState, after_the_term, penalty, share_due
from madang.systems.customs.domain.words import Levy
from madang.systems.customs.models import CustomsGuarantee, Levied, SecuredGoods
from madang.systems.customs.usecases.declarations.advance_declaration import ACCOUNT, locked, raise_levy
from madang.systems.customs.usecases.declarations.history import happened
from madang.systems.customs.usecases.securing import queue
from madang.systems.customs.usecases.securing.draw import draw
from madang.systems.customs.usecases.securing.refusals import TermStands
from madang.systems.customs.usecases.securing.words import PENALTY, TERM

ENDS, MISSED, SALE, CALLED, EXPIRES = (
    "customs/term_ends",
    "customs/term_missed",
    "customs/term_sale",
    "customs/guarantee_called",
    "customs/guarantee_expires",
)


@transaction.atomic
def extend_term(*, goods: SecuredGoods, reason: str, actor: Actor, now: datetime) -> SecuredGoods:
    """Once, by the months that the law allows, before the term is over (in Korea arts. 97 (1), 177 (1)). Raises Forbidden,
    TermStands."""
    require(actor, "customs.secure", goods.declaration.office_code)
    held = SecuredGoods.objects.select_for_update().get(pk=goods.pk)
    procedure = _procedure(held)
    if not procedure.extension_months or held.extended or held.due_on is None or held.state != SecuredState.OPEN.value:
        raise TermStands
    until = add_months(day=held.due_on, months=procedure.extension_months)
    if held.due_on < timezone.localdate(now) or (held.guarantee and held.guarantee.valid_until < until) or held.paper:
        raise TermStands
    held.due_on, held.extended, held.told_at = until, True, None
    held.save(update_fields=["due_on", "extended", "told_at"])
    detail = {"item": held.item, "due_on": until.isoformat()}
    happened(to=held.declaration, kind="term_extended", actor=actor, now=now, text=reason, detail=detail)
    return held


def _procedure(goods: SecuredGoods) -> Procedure:
    found = procedure_called(code=goods.procedure, on=goods.declaration.rates_on)
    if found is None:
        raise LookupError(f"There was no procedure {goods.procedure} on {goods.declaration.rates_on}.")
    return found


def watch_terms(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Remind, then do what a missed term asks, then call guarantees; how many of each. Each row in a transaction of its own,
    and once: cut off in between, the next run goes on."""
    today = timezone.localdate(now)
    soon = today + timedelta(days=int(parameter("customs.declarations.reminder_days", on=today)))
    inside = SecuredGoods.objects.filter(state=SecuredState.OPEN.value)
    due = SecuredGoods.objects.filter(state=SecuredState.DUE.value)
    return {
        "missed": _each(inside.filter(due_on__lt=today), _miss, actor, now),
        "reminded": _each(inside.filter(due_on__lte=soon, told_at=None), _remind, actor, now),
        "called": _each([one for one in due if _unpaid(one).filter(due_on__lt=today).exists()], _call, actor, now),
        "expiring": _expiring(soon, now),
    }


def _each(rows: Iterable[SecuredGoods], act: Any, actor: Actor, now: datetime) -> int:
    done = 0
    for key, state in [(row.pk, row.state) for row in rows]:
        with transaction.atomic():
            # The declaration first, as everywhere: a payment that comes in this moment waits, or we do.
            held = SecuredGoods.objects.select_related("declaration").get(pk=key)
            locked(number=held.declaration.number)
            goods = SecuredGoods.objects.select_for_update().filter(pk=key, state=state).first()
            if goods is not None:
                act(goods, actor, now)
                done += 1
    return done


def _tell(goods: SecuredGoods, template: str, now: datetime, **more: object) -> None:
    one = goods.declaration
    values = {"number": one.number, "goods": goods.title, "day": goods.due_on} | more
    link = reverse("customs:secured_goods", args=[one.number, goods.item])
    notify(party=one.party, template=template, values=values, link=link, now=now)


def _remind(goods: SecuredGoods, actor: Actor, now: datetime) -> None:
    goods.told_at = now
    goods.save(update_fields=["told_at"])
    _tell(goods, ENDS, now)


def _miss(goods: SecuredGoods, actor: Actor, now: datetime) -> None:
    """The duties on what is left become due at once, with what the law adds (arts. 97 (3) and (4), 217); or the goods may be
    sold (art. 208)."""
    procedure = _procedure(goods)
    goods.state = after_the_term(procedure=procedure).value
    goods.save(update_fields=["state"])
    detail: dict[str, Any] = {
        "item": goods.item,
        "procedure": goods.procedure,
        "quantity": f"{goods.left.normalize():f}",
    }
    if goods.state == SecuredState.OVERDUE.value:
        happened(to=goods.declaration, kind="term_over", actor=actor, now=now, detail=detail)
        _tell(goods, SALE, now)
        return
    sum_ = sum(_owed(goods, procedure, actor, now))
    happened(to=goods.declaration, kind="term_missed", actor=actor, now=now, detail=detail | {"minor": sum_})
    if not sum_:
        _settle(goods, actor, now)
        return
    _tell(goods, MISSED, now, amount=Money(sum_, goods.currency))


def _owed(goods: SecuredGoods, procedure: Procedure, actor: Actor, now: datetime) -> Iterable[int]:
    """Charge what is due on what is left, levy by levy; an addition is revenue of the duty (art. 320)."""
    shares = {
        Levy(levy): share_due(minor=minor, quantity=goods.quantity, discharged=goods.discharged)
        for levy, minor in goods.suspended.items()
    }
    fine = penalty(duty=shares.get(Levy.DUTY, 0), procedure=procedure)
    owed = [*((levy, minor, TERM) for levy, minor in shares.items()), (Levy.DUTY, fine, PENALTY)]
    for levy, minor, source in owed:
        if minor > 0:
            source_of_item = f"{source}{goods.item}"
            raise_levy(one=goods.declaration, levy=levy, minor=minor, source=source_of_item, actor=actor, now=now)
            yield minor


def _unpaid(goods: SecuredGoods) -> Any:
    sources = [f"{TERM}{goods.item}", f"{PENALTY}{goods.item}"]
    return Levied.objects.filter(declaration=goods.declaration_id, source__in=sources, state="open")


def _call(goods: SecuredGoods, actor: Actor, now: datetime) -> None:
    """What was not paid in time is taken from the security (art. 25 (1))."""
    unpaid, held = list(_unpaid(goods).order_by("pk")), goods.secured_minor
    owed = sum(one.minor for one in unpaid)
    goods.state, goods.secured_minor = SecuredState.CALLED.value, 0
    goods.save(update_fields=["state", "secured_minor"])
    drawn = draw(goods=goods, unpaid=unpaid, most=held, actor=actor, now=now)
    detail = {"item": goods.item, "minor": drawn, "guarantee": goods.guarantee.number if goods.guarantee else ""}
    happened(
        to=goods.declaration, kind="guarantee_called", actor=actor, now=now, detail=detail | {"paper": goods.paper}
    )
    _tell(goods, CALLED, now, amount=Money(owed, goods.currency))


def follow_missed(charge: Charge, now: datetime) -> None:
    """The last payment of what a missed term asks settles it. In the transaction in which the charge changes."""
    if not charge.account.startswith(ACCOUNT) or charge.state == ChargeState.OPEN:
        return
    levied = Levied.objects.filter(charge=charge.number).first()
    if levied is None or not levied.source.startswith((TERM, PENALTY)):
        return
    item = int(levied.source.removeprefix(TERM).removeprefix(PENALTY))
    goods = SecuredGoods.objects.select_for_update().filter(declaration=levied.declaration_id, item=item).first()
    asked = {SecuredState.DUE.value, SecuredState.CALLED.value}
    if goods is not None and goods.state in asked and not _unpaid(goods).exists():
        _settle(goods, system_actor("customs.payment"), now)


def _settle(goods: SecuredGoods, actor: Actor, now: datetime) -> None:
    goods.state, goods.secured_minor = SecuredState.SETTLED.value, 0
    goods.save(update_fields=["state", "secured_minor"])
    happened(to=goods.declaration, kind="term_settled", actor=actor, now=now, detail={"item": goods.item})
    queue.secure_waiting(party=goods.declaration.party)


def _expiring(soon: date, now: datetime) -> int:
    """Guarantees that end soon and on which something hangs: their holders are told once."""
    hanging = Q(goods__state__in=[one.value for one in HOLDING]) | Q(movements__ended_at=None, movements__isnull=False)
    rows = CustomsGuarantee.objects.filter(hanging, returned_at=None, told_at=None, valid_until__lte=soon).distinct()
    for one in list(rows):
        with transaction.atomic():
            CustomsGuarantee.objects.filter(pk=one.pk).update(told_at=now)
            values = {"number": one.number, "day": one.valid_until}
            notify(party=one.party, template=EXPIRES, values=values, link="/customs/guarantees/", now=now)
    return len(rows)
