"""A spending unit moves money, or asks for it: within a programme, between programmes, out of the contingency."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from madang.framework.cases.usecases import open_case
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.models import Office
from madang.framework.identity.officers import officer
from madang.framework.law import pack, parameters
from madang.framework.notify.amounts import written
from madang.framework.values import Fault, Money, Party, Refusal
from madang.framework.values.identifiers import random_symbols
from madang.systems.treasury.domain.formulation import State
from madang.systems.treasury.domain.transfers import Kind, Side, TransferLaw, kind_of, objections
from madang.systems.treasury.models import Budget, BudgetLine, Transfer
from madang.systems.treasury.usecases.execute_transfer import carry_out, room_of
from madang.systems.treasury.usecases.formulate import contingency_codes
from madang.systems.treasury.usecases.move import require_amount

PROCEDURES = {
    Kind.WITHIN: "treasury.transfer",
    Kind.BETWEEN: "treasury.transfer",
    Kind.CONTINGENCY: "treasury.contingency",
    Kind.CARRY_OVER: "treasury.carry_over",
}
SAYS = {
    "same_line": _("Choose two different lines."),
    "reason_missing": _("Write why the money is needed there; whoever decides will read it."),
    "other_year": _("Money moves within one fiscal year; into the next one it is carried over."),
    "other_fund": _("Money of one fund does not move to another; only a budget does that."),
    "into_contingency": _("Nothing moves into the contingency."),
    "not_in_budget": _("The budget provides nothing for that activity, so nothing may be transferred to it."),
    "not_voted": _("Parliament gave no leave to transfer between programmes in this year's budget."),
    "ground_missing": _("Name one of the grounds on which the law lets money move between programmes."),
}


class TransferUnfit(Refusal):
    """The law does not allow this move, or it lacks something."""

    code = "treasury.transfer_unfit"
    says = _("The transfer was not recorded: {says}")
    status = 422


class BeyondRoom(Refusal):
    """More than the line has free."""

    code = "treasury.beyond_room"
    says = _(
        "Budget line {line} has {allowed} free to move, and this is {wanted}, {excess} too much. Nothing was recorded."
    )


def ask_transfer(
    *, source: BudgetLine, target: BudgetLine, minor: int, ground: str, reason: str, actor: Actor, now: datetime
) -> Transfer:
    """Move money from one line to another. What the budget office delegated is done at once; all else opens a case at the
    budget office, and nothing moves before it is granted. Raises TransferUnfit with every fault, BeyondRoom, Forbidden.
    """
    asking = target.office if source.activity in contingency_codes() else source.office
    require(actor, "treasury.ask", asking)
    require_amount(minor=minor)
    with transaction.atomic():
        # Locked, so that two moves at once do not both count as the last that is delegated.
        held = BudgetLine.objects.select_for_update().get(pk=source.pk)
        kind = _kind(held, target, minor=minor, now=now)
        _require_lawful(kind, held, target, ground=ground, reason=reason)
        require_room(line=held, minor=minor)
        made = Transfer.objects.create(
            number=f"T{source.year}-{random_symbols(count=10)}",
            kind=kind.value,
            source=held,
            target=target,
            minor=minor,
            ground=ground,
            reason=reason.strip(),
            asked_at=now,
            asked_by=officer(actor),
        )
        if kind is Kind.OWN:
            return carry_out(transfer=made, actor=actor, now=now)
        open_transfer_case(transfer=made, office=asking, actor=actor, now=now)
    return made


def require_room(*, line: BudgetLine, minor: int) -> None:
    """Raises BeyondRoom."""
    room = room_of(line=line)
    if minor > room:
        raise BeyondRoom(
            line=line.code,
            allowed=written(Money(room, line.currency)),
            wanted=written(Money(minor, line.currency)),
            excess=written(Money(minor - room, line.currency)),
        )


def open_transfer_case(*, transfer: Transfer, office: str, actor: Actor, now: datetime) -> None:
    """Put it on the budget office's worklist, in the caller's transaction."""
    found = Office.objects.filter(code=office).first()
    case = open_case(
        procedure=PROCEDURES[Kind(transfer.kind)],
        applicant=Party.office(office),
        subject=Party.office(office),
        office=str(pack().data("treasury/classification")["budget_office"]),
        data={"transfer": transfer.number},
        actor=actor,
        now=now,
        application=f"treasury:{transfer.number}",
        applicant_name=found.name if found else office,
    )
    transfer.case = case.number
    transfer.save(update_fields=["case"])


def side_of(*, line: BudgetLine) -> Side:
    """What the law looks at in a line."""
    return Side(
        year=line.year,
        office=line.office,
        programme=line.programme,
        fund=line.fund,
        appropriated=line.appropriated,
        contingency=line.activity in contingency_codes(),
    )


def _kind(source: BudgetLine, target: BudgetLine, *, minor: int, now: datetime) -> Kind:
    moved = Transfer.objects.filter(source=source, kind=Kind.OWN.value, state="done").aggregate(total=Sum("minor"))
    return kind_of(
        source=side_of(line=source),
        target=side_of(line=target),
        minor=minor,
        moved_by_itself=moved["total"] or 0,
        law=parameters(TransferLaw, key="treasury.transfers", on=timezone.localdate(now)),
    )


def _require_lawful(kind: Kind, source: BudgetLine, target: BudgetLine, *, ground: str, reason: str) -> None:
    enacted = Budget.objects.filter(year=source.year, state=State.ENACTED.value)
    found = objections(
        kind=kind,
        source=side_of(line=source),
        target=side_of(line=target),
        ground=ground,
        authorised=enacted.filter(transfers_between=True).exists(),
    )
    places = {"ground_missing": "ground", "other_year": "target", "other_fund": "target", "not_in_budget": "target"}
    wrong = [(places.get(what, ""), what) for what in found]
    if source.pk == target.pk:
        wrong.append(("target", "same_line"))
    if not reason.strip():
        wrong.append(("reason", "reason_missing"))
    if wrong:
        faults = tuple(Fault(place, str(SAYS[what]), f"treasury.{what}") for place, what in wrong)
        raise TransferUnfit(faults=faults, says=" ".join(fault.says for fault in faults))
