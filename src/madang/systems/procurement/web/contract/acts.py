"""What each button of a contract's page does."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _

from madang.framework.identity.requests import ActorRequest
from madang.framework.values import clock
from madang.systems.procurement.models import Change, Contract, Delivery, Guarantee, Invoice, Milestone
from madang.systems.procurement.usecases.contract.change_contract import decide_change, propose_change, withdraw_change
from madang.systems.procurement.usecases.contract.deliver import inspect_delivery, record_delivery
from madang.systems.procurement.usecases.contract.end_contract import finish_contract, terminate_contract
from madang.systems.procurement.usecases.contract.lodge_guarantee import Promise, lodge_guarantee, return_guarantee
from madang.systems.procurement.usecases.contract.pay_invoice import accept_invoice, refuse_invoice, submit_invoice
from madang.systems.procurement.usecases.contract.sign_contract import send_contract

Typed = Mapping[str, Any]
Act = Callable[[Contract, ActorRequest, Typed], None]


def _one(model: Any, request: ActorRequest, **of: Any) -> Any:
    """The row that the button names, if it is this contract's."""
    key = request.POST.get("key", "")
    found = (
        model.objects.filter(pk=int(key), **of).first() if key.isascii() and key.isdigit() and len(key) < 15 else None
    )
    if found is None:
        raise Http404
    return found


def _retry(found: Contract, request: ActorRequest, typed: Typed) -> None:
    """The page asks the neighbours after every act."""


def _send(found: Contract, request: ActorRequest, typed: Typed) -> None:
    send_contract(contract=found, actor=request.actor, now=clock.now())
    messages.success(request, _("The contract is sent to both sides for signature. You sign first."))


def _lodge(found: Contract, request: ActorRequest, typed: Typed) -> None:
    lodge_guarantee(contract=found, promise=Promise(**typed), actor=request.actor, now=clock.now())
    messages.success(request, _("The guarantee is lodged."))


def _give_back(found: Contract, request: ActorRequest, typed: Typed) -> None:
    guarantee = _one(Guarantee, request, contract=found)
    return_guarantee(guarantee=guarantee, actor=request.actor, now=clock.now())
    messages.success(request, _("The guarantee is given back."))


def _inspected(found: Contract, request: ActorRequest, *, accepted: bool, faults: str) -> None:
    delivery = _one(Delivery, request, milestone__contract=found)
    inspect_delivery(delivery=delivery, accepted=accepted, faults=faults, actor=request.actor, now=clock.now())


def _accept_delivery(found: Contract, request: ActorRequest, typed: Typed) -> None:
    _inspected(found, request, accepted=True, faults="")
    messages.success(request, _("The delivery is accepted. The supplier can send the invoice."))


def _refuse_delivery(found: Contract, request: ActorRequest, typed: Typed) -> None:
    _inspected(found, request, accepted=False, faults=typed["reason"])
    messages.success(request, _("The delivery is refused. The supplier reads why and delivers again."))


def _accept_invoice(found: Contract, request: ActorRequest, typed: Typed) -> None:
    invoice = _one(Invoice, request, milestone__contract=found)
    accept_invoice(invoice=invoice, actor=request.actor, now=clock.now())
    messages.success(request, _("The invoice is accepted. The treasury is asked to pay it."))


def _refuse_invoice(found: Contract, request: ActorRequest, typed: Typed) -> None:
    invoice = _one(Invoice, request, milestone__contract=found)
    refuse_invoice(invoice=invoice, reason=typed["reason"], actor=request.actor, now=clock.now())
    messages.success(request, _("The invoice is refused. The supplier reads why."))


def _propose(found: Contract, request: ActorRequest, typed: Typed) -> None:
    propose_change(contract=found, **typed, actor=request.actor, now=clock.now())
    messages.success(request, _("The change is proposed. It holds when the other side agrees."))


def _decided(found: Contract, request: ActorRequest, *, agrees: bool) -> None:
    decide_change(change=_one(Change, request, contract=found), agrees=agrees, actor=request.actor, now=clock.now())


def _agree(found: Contract, request: ActorRequest, typed: Typed) -> None:
    _decided(found, request, agrees=True)
    messages.success(request, _("You agreed to the change."))


def _decline(found: Contract, request: ActorRequest, typed: Typed) -> None:
    _decided(found, request, agrees=False)
    messages.success(request, _("You refused the change."))


def _withdraw(found: Contract, request: ActorRequest, typed: Typed) -> None:
    withdraw_change(change=_one(Change, request, contract=found), actor=request.actor, now=clock.now())
    messages.success(request, _("The change is taken back."))


def _finish(found: Contract, request: ActorRequest, typed: Typed) -> None:
    finish_contract(contract=found, actor=request.actor, now=clock.now())
    messages.success(request, _("The contract is ended. What is left of the money goes back to the budget line."))


def _terminate(found: Contract, request: ActorRequest, typed: Typed) -> None:
    terminate_contract(contract=found, **typed, actor=request.actor, now=clock.now())
    messages.success(request, _("The contract is ended. What is left of the money goes back to the budget line."))


def _deliver(found: Contract, request: ActorRequest, typed: Typed) -> None:
    milestone = _one(Milestone, request, contract=found)
    record_delivery(milestone=milestone, note=typed["note"], actor=request.actor, now=clock.now())
    messages.success(request, _("Your delivery is noted. The buyer inspects it."))


def _invoice(found: Contract, request: ActorRequest, typed: Typed) -> None:
    milestone = _one(Milestone, request, contract=found)
    submit_invoice(milestone=milestone, **typed, actor=request.actor, now=clock.now())
    messages.success(request, _("Your invoice is sent."))


BUYER_ACTS: Mapping[str, Act] = {
    "retry": _retry,
    "send": _send,
    "lodge": _lodge,
    "give_back": _give_back,
    "accept_delivery": _accept_delivery,
    "refuse_delivery": _refuse_delivery,
    "accept_invoice": _accept_invoice,
    "refuse_invoice": _refuse_invoice,
    "propose": _propose,
    "agree": _agree,
    "decline": _decline,
    "withdraw": _withdraw,
    "finish": _finish,
    "terminate": _terminate,
}
SUPPLIER_ACTS: Mapping[str, Act] = {
    "deliver": _deliver,
    "invoice": _invoice,
    "propose": _propose,
    "agree": _agree,
    "decline": _decline,
    "withdraw": _withdraw,
}
