"""What a page shows of a contract, as plain values."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from madang.framework.ui import written
from madang.framework.values import Money, clock
from madang.systems.procurement.domain.clearance import Needed
from madang.systems.procurement.domain.contracting import (
    ChangeState,
    GuaranteeKind,
    GuaranteeState,
    InvoiceState,
    MilestoneState,
    Side,
)
from madang.systems.procurement.domain.words import ContractState
from madang.systems.procurement.models import Contract, ContractTerms, Milestone
from madang.systems.procurement.usecases.contract.contract_refusals import may_accept
from madang.systems.procurement.usecases.office_names import office_name
from madang.systems.procurement.usecases.supply.standing import SAYS, why_not
from madang.systems.procurement.web.contract import words

# A guarantee that ends in so many days is pointed out.
SOON = timedelta(days=30)
ACCEPTED = {MilestoneState.ACCEPTED.value, MilestoneState.INVOICED.value, MilestoneState.PAID.value}


def public_facts(*, contract: Contract) -> dict[str, Any]:
    """What everybody may know: value, dates, milestones, payments."""
    payments = [(milestone, one) for milestone, one in _invoices_of(contract) if one.paid_on]
    paid = sum(one.minor for _milestone, one in payments)
    milestones = list(contract.milestones.order_by("position"))
    accepted = sum(one.minor for one in milestones if one.state in ACCEPTED)
    return {
        "number": contract.number,
        "title": contract.title,
        "state": words.STATES[contract.state],
        "steps": list(_steps(contract)),
        "facts": [
            (_("Buying office"), office_name(code=contract.buyer)),
            (_("Supplier"), contract.supplier.name),
            (_("Value"), _money(contract, contract.minor)),
            (_("Paid so far"), _money(contract, paid)),
            (_("Period"), f"{written.day(contract.starts_on)} – {written.day(contract.ends_on)}"),
            (_("Signed"), written.day(contract.signed_at) if contract.signed_at else "–"),
            (_("OCID"), contract.ocid),
        ],
        "accepted_percent": accepted * 100 // contract.minor,
        "paid_percent": paid * 100 // contract.minor,
        "milestones": [_milestone(contract, one) for one in milestones],
        "payments": [
            {"title": milestone.title, "amount": _money(contract, one.minor), "paid_on": written.day(one.paid_on)}
            for milestone, one in payments
        ],
        "changes": [_change(contract, one) for one in contract.changes.order_by("serial")],
    }


def side_facts(*, contract: Contract, side: Side, who: str, today: date) -> dict[str, Any]:
    """What the two sides see beside that: guarantees, deliveries, invoices, and what waits. `who` is the official who looks."""
    return public_facts(contract=contract) | {
        "guarantees": [_guarantee(contract, one, today) for one in contract.guarantees.order_by("pk")],
        "invoices": [_invoice(contract, milestone, one) for milestone, one in _invoices_of(contract)],
        "to_inspect": [_delivery(milestone) for milestone in _in_state(contract, MilestoneState.DELIVERED)],
        "to_deliver": [_milestone(contract, one) for one in _in_state(contract, MilestoneState.OPEN)],
        "to_invoice": [_milestone(contract, one) for one in _in_state(contract, MilestoneState.ACCEPTED)],
        "refused": list(_refused(contract)),
        "to_decide": contract.changes.filter(state=ChangeState.PROPOSED.value, side=side.other.value).first(),
        "to_withdraw": _to_withdraw(contract, side),
        "may_accept": may_accept(contract=contract, who=who),
        "against_payment": _against_payment(contract, today) if side is Side.BUYER else [],
        "is_active": contract.state == ContractState.ACTIVE.value,
        "is_draft": contract.state == ContractState.PENDING.value,
        **_terms(contract, contract.terms, side),
    }


def _terms(contract: Contract, terms: ContractTerms, side: Side) -> dict[str, Any]:
    funded = not contract.fundings.filter(number="").exists()
    rows = [
        (_("Made by"), terms.made_by_name),
        (_("Supplier's account"), f"{terms.account} ({terms.holder})"),
        (_("Performance guarantee needed"), _money(contract, terms.performance_minor)),
        (_("Guarantee for defects"), f"{terms.defect_percent.normalize():f} %"),
        (_("Penalty for delay"), _("{permille} ‰ a day").format(permille=f"{terms.delay_permille.normalize():f}")),
    ]
    if side is Side.BUYER:
        numbers = ", ".join(contract.fundings.exclude(number="").values_list("number", flat=True))
        rows += [(_("Budget line"), terms.line), (_("Commitments of the treasury"), numbers or _("none yet"))]
    return {
        "terms": rows,
        "waits_for": terms.waits_for,
        "unsigned_because": terms.unsigned_because,
        "end_reason": terms.end_reason,
        "is_funded": funded,
        "is_sent": terms.is_sent,
        "signing_link": terms.signing_link if terms.is_sent and contract.signed_at is None else "",
        "has_paper": terms.paper_id is not None,
    }


def _invoices_of(contract: Contract) -> Iterator[tuple[Milestone, Any]]:
    """The invoices with their milestones, in the order of the milestones."""
    for milestone in contract.milestones.prefetch_related("invoices__claims").order_by("position"):
        for invoice in sorted(milestone.invoices.all(), key=lambda one: one.pk):
            yield milestone, invoice


def _against_payment(contract: Contract, today: date) -> list[Any]:
    """What the offices last said against paying this supplier; the official who accepts an invoice reads it."""
    return [SAYS[code] for code in why_not(supplier=contract.supplier, on=today, before=Needed.PAYMENT)]


def _in_state(contract: Contract, state: MilestoneState) -> list[Milestone]:
    return list(contract.milestones.filter(state=state.value).order_by("position"))


def _money(contract: Contract, minor: int) -> str:
    return written.money(Money(minor, contract.currency))


def _steps(contract: Contract) -> Iterator[dict[str, str]]:
    signed, ended = contract.signed_at, contract.ended_at
    yield {"title": _("Drafted"), "state": "done", "note": written.day(contract.made_at)}
    funded = "done" if contract.commitment else "current"
    yield {"title": _("Money committed"), "state": funded, "note": ""}
    now = "current" if contract.commitment and not ended else "ahead"
    yield {
        "title": _("Signed by both"),
        "state": "done" if signed else now,
        "note": written.day(signed) if signed else "",
    }
    performing = "done" if ended and signed else "current" if signed else "ahead"
    yield {"title": _("Performed and paid"), "state": performing, "note": ""}
    yield {"title": _("Ended"), "state": "done" if ended else "ahead", "note": written.day(ended) if ended else ""}


def _milestone(contract: Contract, one: Milestone) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "position": one.position,
        "title": one.title,
        "due_on": written.day(one.due_on),
        "minor": one.minor,
        "amount": _money(contract, one.minor),
        "state": words.MILESTONES[one.state],
        "late": one.state == MilestoneState.OPEN.value and one.due_on < timezone.localdate(clock.now()),
    }


def _guarantee(contract: Contract, one: Any, today: date) -> dict[str, Any]:
    held = one.state == GuaranteeState.HELD.value
    return {
        "pk": one.pk,
        "title": words.GUARANTEES[one.kind],
        "amount": _money(contract, one.minor),
        "issuer": one.issuer,
        "number": one.number,
        "until": written.day(one.valid_until),
        "state": words.GUARANTEE_STATES[one.state],
        "held": held,
        "may_end": held and (one.kind != GuaranteeKind.PERFORMANCE.value),
        "ended": held and one.valid_until < today,
        "soon": held and today <= one.valid_until < today + SOON,
    }


def _change(contract: Contract, one: Any) -> dict[str, Any]:
    return {
        "serial": one.serial,
        "title": words.CHANGES[one.kind],
        "reason": one.reason,
        "value": _money(contract, one.minor_after),
        "ends_on": written.day(one.ends_after),
        "by": words.SIDES[one.side],
        "state": words.CHANGE_STATES[one.state],
    }


def _invoice(contract: Contract, milestone: Milestone, one: Any) -> dict[str, Any]:
    came_back = any(claim.came_back for claim in one.claims.all())
    return {
        "pk": one.pk,
        "number": one.number,
        "title": milestone.title,
        "gross": _money(contract, one.gross_minor),
        "penalty": _money(contract, one.penalty_minor) if one.penalty_minor else "",
        "amount": _money(contract, one.minor),
        "state": words.INVOICES[one.state],
        "waits": one.state == InvoiceState.SUBMITTED.value,
        "due_on": written.day(one.due_on),
        "paid_on": written.day(one.paid_on) if one.paid_on else "",
        "because": one.refused_because,
        "came_back": came_back,
    }


def _delivery(milestone: Milestone) -> dict[str, Any]:
    one = milestone.deliveries.get(accepted=None)
    return {
        "pk": one.pk,
        "title": milestone.title,
        "note": one.note,
        "delivered": written.day(one.delivered_at),
        "inspect_by": written.day(one.inspect_by),
    }


def _to_withdraw(contract: Contract, side: Side) -> Any:
    """The change that this side may take back."""
    own = contract.changes.filter(state=ChangeState.PROPOSED.value, side=side.value)
    unpaid = contract.changes.filter(state=ChangeState.AGREED.value)
    return own.first() or (unpaid.first() if side is Side.BUYER else None)


def _refused(contract: Contract) -> Iterator[dict[str, str]]:
    for milestone in _in_state(contract, MilestoneState.OPEN):
        last = milestone.deliveries.order_by("-pk").first()
        if last is not None and last.accepted is False:
            yield {"title": milestone.title, "faults": last.faults}
