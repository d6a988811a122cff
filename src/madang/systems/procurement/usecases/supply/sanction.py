"""Barring a supplier: propose with prior notice, hear, decide with reasons (State Contracts Act art. 27)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import Forbidden, require
from madang.framework.identity.officers import officer
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.framework.values.months import add_months
from madang.systems.procurement.domain.sanctions import Ground, SanctionState, faults
from madang.systems.procurement.models import Sanction, Supplier
from madang.systems.procurement.usecases.permissions import BUYER, REVIEWER
from madang.systems.procurement.usecases.supply import law

NOTICE, DECISION = "procurement/sanction_notice", "procurement/sanction_decision"
LONGEST = 4000
SAYS = {
    "procurement.sanction.term": _("The term lies between {shortest} and {longest} months."),
    "procurement.sanction.not_heard": _(
        "The supplier may still give its opinion until {due_on}. Decide after it did, or after that day."
    ),
}


class ProposalRefused(Refusal):
    """Something is missing; the faults say what."""

    code = "procurement.sanction.proposal"
    says = _("Nothing was sent. Correct what is marked.")
    status = 422


class SanctionPending(Refusal):
    """The same matter is open."""

    code = "procurement.sanction.pending"
    says = _("Matter {number} about this supplier is open already. Decide that one first.")


class OpinionClosed(Refusal):
    """Too late."""

    code = "procurement.sanction.opinion_closed"
    says = _(
        "The matter is decided, or the day for your opinion has passed. The decision says how it can be contested."
    )


class NotDecidable(Refusal):
    """The decision can not be made so; the faults say why."""

    code = "procurement.sanction.not_decidable"
    says = _("Nothing was decided. Correct what is marked.")
    status = 422


class OwnProposal(Refusal):
    """Who proposed does not decide."""

    code = "procurement.sanction.own"
    says = _("You proposed matter {number} yourself. Another reviewer decides.")
    status = 403


class DecidedAlready(Refusal):
    """A colleague was faster."""

    code = "procurement.sanction.decided"
    says = _("Matter {number} is decided already.")


def propose_sanction(*, number: str, ground: str, facts: str, actor: Actor, now: datetime) -> Sanction:
    """Open the matter and tell the supplier, who has its days to answer. Raises Forbidden, ProposalRefused, SanctionPending."""
    office = _office(actor)
    supplier = Supplier.objects.filter(number=number.replace("-", "").strip()).first()
    text = facts.strip()
    checks = (
        ("number", supplier is not None, _("No supplier has this number.")),
        ("ground", ground in set(Ground), _("Choose a ground from the list.")),
        ("facts", 20 <= len(text) <= LONGEST, _("Tell the facts in 20 to 4,000 signs: the supplier answers to them.")),
    )
    wrong = tuple(Fault(place, str(says), place) for place, good, says in checks if not good)
    if wrong or supplier is None:
        raise ProposalRefused(faults=wrong)
    today = timezone.localdate(now)
    days = law.sanction_law(on=today).opinion_days

    with transaction.atomic():
        Supplier.objects.select_for_update().get(pk=supplier.pk)
        pending = Sanction.objects.filter(supplier=supplier, state=SanctionState.NOTIFIED.value, ground=ground).first()
        if pending is not None:
            raise SanctionPending(number=pending.number)
        made = Sanction.objects.create(
            number=f"S{today:%Y}-{random_symbols(count=8)}",
            supplier=supplier,
            ground=ground,
            facts=text,
            office=office,
            proposed_at=now,
            proposed_by=officer(actor),
            opinion_due_on=today + timedelta(days=days),
        )
        _tell(made, NOTICE, {"due_on": made.opinion_due_on}, now)
        _record(actor, "propose_sanction", made, {"ground": ground}, now)
    return made


def give_opinion(*, sanction: Sanction, text: str, actor: Actor, now: datetime) -> None:
    """The supplier's word on the matter. Raises Forbidden, OpinionClosed, ProposalRefused."""
    require(actor, "procurement.supply", sanction.supplier.number)
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        raise ProposalRefused(faults=(Fault("opinion", str(_("Write at most 4,000 signs.")), "opinion"),))
    with transaction.atomic():
        held = Sanction.objects.select_for_update().get(pk=sanction.pk)
        if held.state != SanctionState.NOTIFIED or timezone.localdate(now) > held.opinion_due_on:
            raise OpinionClosed
        held.opinion, held.opined_at = said, now
        held.save(update_fields=["opinion", "opined_at"])
        _record(actor, "give_opinion", held, {}, now)


def decide_sanction(
    *, sanction: Sanction, bar: bool, months: int, reasons: str, actor: Actor, now: datetime
) -> Sanction:
    """Bar for so many months from tomorrow on, or drop the matter; with reasons either way.

    Raises Forbidden, OwnProposal, DecidedAlready, NotDecidable.
    """
    require(actor, "procurement.review")
    today, said = timezone.localdate(now), reasons.strip()
    limits = law.sanction_law(on=today)
    with transaction.atomic():
        held = Sanction.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=sanction.pk)
        if held.proposed_by == officer(actor):
            raise OwnProposal(number=held.number)
        if held.state != SanctionState.NOTIFIED:
            raise DecidedAlready(number=held.number)
        wrong = faults(
            months=months if bar else limits.shortest_months,
            today=today,
            opinion_due_on=held.opinion_due_on,
            opined=held.opined_at is not None or not bar,
            law=limits,
        )
        told = {
            "shortest": limits.shortest_months,
            "longest": limits.longest_months,
            "due_on": held.opinion_due_on,
        }
        found = [Fault(place, str(SAYS[code]).format(**told), code) for place, code in wrong]
        if not 20 <= len(said) <= LONGEST:
            found.append(Fault("reasons", str(_("Give the reasons in 20 to 4,000 signs.")), "reasons"))
        if found:
            raise NotDecidable(faults=tuple(found))
        _settle(held, bar=bar, months=months, reasons=said, actor=actor, now=now)
    return held


def _settle(held: Sanction, *, bar: bool, months: int, reasons: str, actor: Actor, now: datetime) -> None:
    held.state = SanctionState.DECIDED.value if bar else SanctionState.DROPPED.value
    held.decided_at, held.decided_by, held.reasons = now, officer(actor), reasons
    if bar:
        held.from_on = timezone.localdate(now) + timedelta(days=1)
        held.until_on = add_months(day=held.from_on, months=months)
    held.save()
    _tell(held, DECISION, {"outcome": _("barred") if bar else _("dropped")}, now)
    _record(actor, "decide_sanction", held, {"state": held.state, "months": months if bar else 0}, now)


def _office(actor: Actor) -> str:
    """The office in whose name the actor proposes. Raises Forbidden."""
    offices = actor.offices(REVIEWER) or actor.offices(BUYER)
    if not offices:
        raise Forbidden
    return offices[0]


def _tell(sanction: Sanction, template: str, values: dict[str, object], now: datetime) -> None:
    notify(
        party=Party.business(sanction.supplier.number),
        template=template,
        values={"number": sanction.number, **values},
        link=reverse("procurement:my_sanction", args=[sanction.number]),
        now=now,
    )


def _record(actor: Actor, verb: str, sanction: Sanction, detail: dict[str, object], now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"procurement.{verb}",
        target=f"business:{sanction.supplier.number}",
        detail={"sanction": sanction.number, **detail},
        now=now,
    )
