"""A milestone is delivered by the supplier and inspected by an official who did not make the contract."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Money
from madang.systems.procurement.domain.contracting import MilestoneState
from madang.systems.procurement.domain.delay_penalty import days_late, delay_penalty
from madang.systems.procurement.domain.words import Step
from madang.systems.procurement.models import Contract, Delivery, Milestone, Release
from madang.systems.procurement.usecases.contract import contract_law
from madang.systems.procurement.usecases.contract.contract_refusals import (
    ContractRefused,
    NotAtThisStep,
    fault,
    locked,
    require_another,
    require_in_force,
)
from madang.systems.procurement.usecases.contract.note import move, note_act
from madang.systems.procurement.usecases.disclosure.publish_release import publish_release


def record_delivery(*, milestone: Milestone, note: str, actor: Actor, now: datetime) -> Delivery:
    """The supplier says that it is delivered; the term of the inspection begins (State Contracts Act art. 14).

    Raises Forbidden, NotInForce, NotAtThisStep.
    """
    require(actor, "procurement.supply", milestone.contract.supplier.number)
    today = timezone.localdate(now)
    with transaction.atomic():
        held = locked(contract=milestone.contract)
        require_in_force(contract=held)
        asked = Milestone.objects.select_for_update().get(pk=milestone.pk)
        if asked.state != MilestoneState.OPEN.value:
            raise NotAtThisStep
        made = Delivery.objects.create(
            milestone=asked,
            note=note.strip()[:2000],
            delivered_at=now,
            delivered_by=actor.name[:100],
            inspect_by=today + timedelta(days=contract_law.days(name="inspection_days", on=today)),
        )
        move(milestone=asked, to=MilestoneState.DELIVERED)
        note_act(contract=held, act="deliver", detail={"milestone": asked.position}, actor=actor, now=now)
    return made


def inspect_delivery(*, delivery: Delivery, accepted: bool, faults: str, actor: Actor, now: datetime) -> Delivery:
    """What the inspection found. Accepted, its delay is counted; refused, the supplier delivers again.

    Raises Forbidden, OwnAcceptance, NotInForce, NotAtThisStep, ContractRefused.
    """
    contract = delivery.milestone.contract
    require(actor, "procurement.buy", contract.buyer)
    if not accepted and not 0 < len(faults.strip()) <= 2000:
        says = _("Say in at most 2,000 letters what is wrong, so that the supplier can put it right.")
        raise ContractRefused(faults=(fault("faults", says),))
    with transaction.atomic():
        held = locked(contract=contract)
        require_in_force(contract=held)
        require_another(contract=held, actor=actor)
        found = Delivery.objects.select_for_update(of=("self",)).select_related("milestone").get(pk=delivery.pk)
        if found.accepted is not None:
            raise NotAtThisStep
        found.accepted, found.inspected_at, found.inspected_by = accepted, now, officer(actor)
        if accepted:
            _count_delay(held, found)
        else:
            found.faults = faults.strip()
        found.save()
        move(milestone=found.milestone, to=MilestoneState.ACCEPTED if accepted else MilestoneState.OPEN)
        inspected = {"milestone": found.milestone.position, "accepted": accepted, "penalty": found.penalty_minor}
        note_act(contract=held, act="inspect_delivery", detail=inspected, actor=actor, now=now)
        if accepted:
            told = Release.objects.filter(ocid=held.ocid, step=Step.IMPLEMENTATION.value).exists()
            step = Step.IMPLEMENTATION_UPDATE if told else Step.IMPLEMENTATION
            publish_release(ocid=held.ocid, step=step, now=now)
    return found


def _count_delay(contract: Contract, found: Delivery) -> None:
    delivered_on = timezone.localdate(found.delivered_at)
    found.days_late = days_late(due_on=found.milestone.due_on, delivered_on=delivered_on)
    law = contract_law.delay_law(permille=contract.terms.delay_permille, on=delivered_on)
    value = Money(found.milestone.minor, contract.currency)
    found.penalty_minor = delay_penalty(value=value, days=found.days_late, law=law).minor
