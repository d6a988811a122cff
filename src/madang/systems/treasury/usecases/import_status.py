"""Import the bank's word on a batch (pain.002): what it will not pay is ordered no more."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework import audit
from madang.framework.bulk.safe_xml import XmlRefused
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.identity.officers import officer
from madang.framework.values import Fault, Refusal
from madang.systems.treasury.domain.suspense_return import State
from madang.systems.treasury.formats import pain002
from madang.systems.treasury.models import PaymentBatch, PaymentOrder, StatusReport, SuspenseReturn, SystemRefund
from madang.systems.treasury.usecases.fault_words import faults_of
from madang.systems.treasury.usecases.refund_for_systems import fail_refund
from madang.systems.treasury.usecases.return_order import return_order
from madang.systems.treasury.usecases.return_suspense import fail_return


class ReportRefused(Refusal):
    """The file has faults; nothing of it was acted on."""

    code = "treasury.report_refused"
    says = _("Nothing of the file was acted on. Ask the bank for a file without these faults.")
    status = 422


def import_status(*, data: bytes, actor: Actor, now: datetime) -> dict[str, int]:
    """Note what the bank accepts, take back what it rejects, all of the file or nothing; how many orders had which effect.

    The same report twice changes nothing. Raises Forbidden, ReportRefused.
    """
    require(actor, "treasury.pay")
    report = _read(data)
    with transaction.atomic():
        batch = PaymentBatch.objects.select_for_update().filter(number=report.original).first()
        if batch is None or batch.released_at is None:
            says = str(_("No batch {number} went to the bank.")).format(number=report.original[:35])
            raise ReportRefused(faults=(Fault("OrgnlMsgId", says),))
        if StatusReport.objects.filter(message=report.message).exists():
            return {"known": 1}
        effects = _act(report, batch, actor, now)
        StatusReport.objects.create(
            message=report.message,
            batch=batch,
            accepted=effects.get("accepted", 0),
            rejected=effects.get("rejected", 0),
            received_at=now,
            received_by=officer(actor),
        )
        target = f"batch:{batch.number}"
        audit.record(actor=actor, action="treasury.import_status", target=target, detail=effects, now=now)
    return effects


def _read(data: bytes) -> pain002.Report:
    try:
        report = pain002.parse(data=data)
    except (XmlRefused, pain002.ReportFaulty) as fault:
        raise ReportRefused(faults=faults_of(found=fault.faults, code="treasury.pain002")) from None
    return report


def _act(report: pain002.Report, batch: PaymentBatch, actor: Actor, now: datetime) -> dict[str, int]:
    # Lines in one order for everybody, so that two files never wait for each other.
    found = batch.orders.select_for_update(of=("self",)).select_related("obligation__commitment")
    sent: dict[str, PaymentOrder | SuspenseReturn | SystemRefund] = {}
    sent |= {one.number: one for one in found.order_by("obligation__commitment__line_id", "pk")}
    sent |= {one.number: one for one in batch.returns.select_for_update().order_by("pk")}
    sent |= {one.number: one for one in batch.refunds.select_for_update().order_by("pk")}
    single = {one.end_to_end: one for one in report.told}
    strangers = tuple(
        Fault(number, str(_("Batch {batch} holds no such order.")).format(batch=batch.number))
        for number in single
        if number not in sent
    )
    paid = tuple(
        Fault(number, str(_("The bank's statement says that this order was paid.")))
        for number, one in sent.items()
        if one.state == "paid" and _status(report, single, number).status == pain002.REJECTED
    )
    if strangers or paid:
        raise ReportRefused(faults=strangers + paid)
    effects: dict[str, int] = {}
    for number, one in sent.items():
        effect = _judge(one, _status(report, single, number), actor, now)
        effects[effect] = effects.get(effect, 0) + 1
    return effects


def _status(report: pain002.Report, single: dict[str, pain002.Told], number: str) -> pain002.Told:
    """The bank's word on the transfer itself, else its word on all of them."""
    whole = pain002.Told(end_to_end=number, status=report.status, reason=report.reason, text=report.text)
    return single.get(number, whole)


def _judge(one: PaymentOrder | SuspenseReturn | SystemRefund, told: pain002.Told, actor: Actor, now: datetime) -> str:
    effect = _effect(told.status)
    if effect == "rejected":
        if one.state in ("returned", State.FAILED):
            return "known"
        if isinstance(one, SuspenseReturn):
            fail_return(returning=one, reason=told.reason, actor=actor, now=now)
        elif isinstance(one, SystemRefund):
            fail_refund(refund=one, reason=told.reason, actor=actor, now=now)
        else:
            return_order(order=one, reason=told.reason, actor=actor, now=now)
    if effect != "untold":
        one.bank_says = told.status
        one.save(update_fields=["bank_says"])
    return effect


def _effect(status: str) -> str:
    if status == pain002.REJECTED:
        return "rejected"
    if status in pain002.ACCEPTED:
        return "accepted"
    return "pending" if status in pain002.PENDING else "untold"
