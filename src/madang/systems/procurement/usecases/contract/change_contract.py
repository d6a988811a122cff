"""Propose a change of a contract; the other side agrees or refuses."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from madang.framework.identity.actor import Actor, ActorKind
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.ui import written
from madang.framework.values import Money
from madang.systems.procurement.domain.contracting import LIVING, ChangeKind, ChangeState, MilestoneState, Side, lowered
from madang.systems.procurement.models import Change, Contract, Funding
from madang.systems.procurement.usecases.contract.change_in_force import enter_into_force
from madang.systems.procurement.usecases.contract.contract_refusals import (
    ContractRefused,
    NotAtThisStep,
    fault,
    locked,
    require_in_force,
)
from madang.systems.procurement.usecases.contract.note import note_act
from madang.systems.procurement.usecases.frameworks.room import beyond_by

WITHDRAWN = "Change withdrawn"


def side_of(*, contract: Contract, actor: Actor) -> Side:
    """For whom the actor acts. Raises Forbidden."""
    if actor.kind is ActorKind.OFFICIAL:
        require(actor, "procurement.buy", contract.buyer)
        return Side.BUYER
    require(actor, "procurement.supply", contract.supplier.number)
    return Side.SUPPLIER


def propose_change(
    *, contract: Contract, kind: ChangeKind, minor: int, ends_on: date, reason: str, actor: Actor, now: datetime
) -> Change:
    """The contract's value and end as they are to be. Raises Forbidden, NotInForce, NotAtThisStep, ContractRefused."""
    side = side_of(contract=contract, actor=actor)
    with transaction.atomic():
        held = locked(contract=contract)
        require_in_force(contract=held)
        if held.changes.filter(state__in=LIVING).exists():
            raise NotAtThisStep
        _require_fit(held, minor, ends_on, reason)
        made = Change.objects.create(
            contract=held,
            serial=held.changes.count() + 1,
            kind=kind.value,
            reason=reason.strip(),
            minor_before=held.minor,
            minor_after=minor,
            ends_before=held.ends_on,
            ends_after=ends_on,
            side=side.value,
            proposed_at=now,
            proposed_by=officer(actor),
        )
        detail = {"serial": made.serial, "minor": minor, "ends_on": ends_on.isoformat()}
        note_act(contract=held, act="propose_change", detail=detail, actor=actor, now=now)
    return made


def _require_fit(held: Contract, minor: int, ends_on: date, reason: str) -> None:
    faults = []
    if not 0 < len(reason.strip()) <= 2000:
        faults.append(fault("reason", _("Say why, in at most 2,000 letters: both sides and the public read it.")))
    if ends_on < held.starts_on:
        faults.append(fault("ends_on", _("A contract ends on or after the day on which it starts.")))
    if (minor, ends_on) == (held.minor, held.ends_on):
        faults.append(fault("minor", _("Give another value or another end: this is how the contract stands already.")))
    if minor > held.minor and (over := beyond_by(contract=held, minor=minor)):
        says = _("The ceiling of the framework would be passed by {by}.")
        faults.append(fault("minor", says.format(by=written.money(Money(over, held.currency)))))
    if minor <= 0 or not _holds(held, minor):
        faults.append(fault("minor", _("What is not delivered yet is worth less than that. Give a higher value.")))
    if faults:
        raise ContractRefused(faults=tuple(faults))


def _holds(held: Contract, minor: int) -> bool:
    """Whether the open milestones can bear the fall of the value."""
    still_open = held.milestones.filter(state=MilestoneState.OPEN.value).values_list("minor", flat=True)
    try:
        lowered(by=max(held.minor - minor, 0), open_values=list(still_open))
    except ValueError:
        return False
    return True


def decide_change(*, change: Change, agrees: bool, actor: Actor, now: datetime) -> Change:
    """The other side's word. What needs more money than is committed waits for the treasury.

    Raises Forbidden, NotInForce, NotAtThisStep, ContractRefused.
    """
    side = side_of(contract=change.contract, actor=actor)
    with transaction.atomic():
        held = locked(contract=change.contract)
        require_in_force(contract=held)
        asked = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
        if asked.state != ChangeState.PROPOSED.value or Side(asked.side) is side:
            raise NotAtThisStep
        asked.decided_at, asked.decided_by = now, officer(actor)
        asked.state = (ChangeState.AGREED if agrees else ChangeState.REFUSED).value
        asked.save()
        detail = {"serial": asked.serial, "agrees": agrees}
        note_act(contract=held, act="decide_change", detail=detail, actor=actor, now=now)
        if agrees:
            _require_fit(held, asked.minor_after, asked.ends_after, asked.reason)
            _fund_or_enter(held, asked, now)
    return asked


def _fund_or_enter(held: Contract, change: Change, now: datetime) -> None:
    promised = held.fundings.filter(release_reason="").aggregate(total=Sum("minor"))["total"] or 0
    more = change.minor_after - promised
    if more <= 0:
        enter_into_force(change=change, contract=held, now=now)
        return
    # The buyer's official who asked or agreed promises the money.
    by = change.proposed_by if change.side == Side.BUYER.value else change.decided_by
    reference = f"{held.number}/{held.fundings.count() + 1}"
    change.funding = Funding.objects.create(contract=held, reference=reference, minor=more, by=by, asked_at=now)
    change.save(update_fields=["funding"])


def withdraw_change(*, change: Change, actor: Actor, now: datetime) -> Change:
    """The proposer takes a change back before it is answered; the buyer also one whose money never came.

    Raises Forbidden, NotAtThisStep.
    """
    side = side_of(contract=change.contract, actor=actor)
    with transaction.atomic():
        held = locked(contract=change.contract)
        asked = Change.objects.select_for_update(of=("self",)).get(pk=change.pk)
        own = asked.state == ChangeState.PROPOSED.value and Side(asked.side) is side
        unpaid = asked.state == ChangeState.AGREED.value and side is Side.BUYER
        if not own and not unpaid:
            raise NotAtThisStep
        asked.state, asked.decided_at, asked.decided_by = ChangeState.REFUSED.value, now, officer(actor)
        asked.save()
        # The treasury may have promised without its answer having come: what stands is given back.
        Funding.objects.filter(change=asked).update(release_reason=WITHDRAWN)
        detail = {"serial": asked.serial}
        note_act(contract=held, act="withdraw_change", detail=detail, actor=actor, now=now)
    return asked
