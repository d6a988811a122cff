"""What a system owes back to a named account: paid, come back, paid to another account. Who pays is asked by
`madang.exchange.refunds`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from madang.framework.audit import record
from madang.framework.identity.actor import Actor, system_actor
from madang.framework.money import books
from madang.framework.money.domain.bank_accounts import LONGEST, account_written
from madang.framework.money.domain.journal import refund_sent
from madang.framework.money.domain.states import RepaymentState
from madang.framework.money.models import Repayment
from madang.framework.notify import notify
from madang.framework.values import Fault, Party, Refusal

Row = TypeVar("Row", bound=Repayment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repayments(Generic[Row]):
    """What a system pays back, with what is its own in it. It registers the messages `<system>/refund_paid` and
    `<system>/refund_returned` (with `number` and `amount`).
    """

    system: str
    rows: type[Row]
    party: Callable[[Row], Party]
    link: Callable[[Row], str]
    """The page on which its party follows it."""
    title: Callable[[Row], str]
    """What it is given back for, in the active language."""
    lessens: Callable[[Row], str]
    """The ledger account that it lessens."""
    require: Callable[[Actor, Row], None]
    """Raises Forbidden where the actor may not name another account."""
    purpose: str
    """Why the system asks to have it paid, as the access log says it."""
    account_missing: type[Refusal]
    not_returned: type[Refusal]


_known: dict[str, Repayments[Any]] = {}


def declare(repayments: Repayments[Any]) -> None:
    """Make them known; a system does it in its `apps.ready`."""
    _known[repayments.system] = repayments


def repayments_of(*, system: str) -> Repayments[Any] | None:
    """What the system pays back; nothing where it does not run here or pays nothing back."""
    return _known.get(system)


def account_given(*, account: str, holder: str, missing: type[Refusal]) -> tuple[str, str]:
    """Account and holder without what surrounds them. Raises the system's `missing`, with each fault."""
    given = {"account": account.strip(), "holder": holder.strip()}
    faults = [Fault(name, str(_("Write it.")), missing.code) for name, value in given.items() if not value]
    if given["account"] and not account_written(account=given["account"]):
        says = str(_("This is no account: write an IBAN, or the bank's code, a hyphen and the number."))
        faults.append(Fault("account", says, missing.code))
    if faults:
        raise missing(faults=tuple(faults))
    return given["account"][:LONGEST], given["holder"][:140]


def mark_ordered(*, of: Repayments[Row], reference: str, order: str) -> None:
    """Who pays took this try under that number; nothing where another try runs already."""
    number, tries = _parts(reference)
    of.rows._default_manager.filter(number=number, tries=tries, order="").update(order=order)


def mark_paid(*, of: Repayments[Row], reference: str, paid_on: date, now: datetime) -> None:
    """The bank paid it; told twice it counts once."""
    with transaction.atomic():
        held = _held(of, reference)
        if held is None or held.state != RepaymentState.OWED:
            return
        held.state, held.paid_on = RepaymentState.PAID.value, paid_on
        held.save(update_fields=["state", "paid_on"])
        kind, postings = f"{of.system}_refund_paid", refund_sent(amount=held.amount)
        books.post(kind=kind, reference=reference, postings=postings, now=now)
        _tell(of, held, "refund_paid", now)
        _note(of, held, "pay_refund", system_actor(of.system), now)


def wait_for_account(*, of: Repayments[Row], reference: str, reason: str, was_paid: bool, now: datetime) -> None:
    """It waits for another account, and its party is told; nothing where another try runs already. Money that `was_paid` came
    back to the bank."""
    with transaction.atomic():
        held = _held(of, reference)
        if held is None or held.state == RepaymentState.RETURNED:
            return
        if was_paid:
            kind, postings = f"{of.system}_refund_returned", refund_sent(amount=-held.amount)
            books.post(kind=kind, reference=reference, postings=postings, now=now)
        held.state, held.paid_on, held.bank_reason = RepaymentState.RETURNED.value, None, reason[:200]
        held.save(update_fields=["state", "paid_on", "bank_reason"])
        _tell(of, held, "refund_returned", now)
        _note(of, held, "return_refund", system_actor(of.system), now)


def name_account(*, of: Repayments[Row], number: str, account: str, holder: str, actor: Actor, now: datetime) -> Row:
    """The party names another account, and the next try begins. In the caller's transaction.

    Raises Forbidden, the system's `account_missing` and `not_returned`.
    """
    held = of.rows._default_manager.select_for_update().get(number=number)
    of.require(actor, held)
    given = account_given(account=account, holder=holder, missing=of.account_missing)
    if held.state != RepaymentState.RETURNED:
        refusal = of.not_returned
        raise refusal(number=number, faults=(Fault("account", str(refusal.says).format(number=number), refusal.code),))
    held.account, held.holder = given
    held.state, held.order, held.bank_reason, held.tries = RepaymentState.OWED.value, "", "", held.tries + 1
    held.save(update_fields=["account", "holder", "state", "order", "bank_reason", "tries"])
    _note(of, held, "change_account", actor, now)
    return held


def _held(of: Repayments[Row], reference: str) -> Row | None:
    """The row of this very try, held until the transaction ends; nothing where another one runs."""
    number, tries = _parts(reference)
    return of.rows._default_manager.select_for_update().filter(number=number, tries=tries).first()


def _parts(reference: str) -> tuple[str, int]:
    number, _stroke, tries = reference.rpartition("/")
    return number, int(tries) if tries.isdigit() else 0


def _tell(of: Repayments[Row], held: Row, said: str, now: datetime) -> None:
    values = {"number": held.number, "amount": held.amount}
    notify(party=of.party(held), template=f"{of.system}/{said}", values=values, link=of.link(held), now=now)


def _note(of: Repayments[Row], held: Row, action: str, actor: Actor, now: datetime) -> None:
    target, detail = f"refund:{held.number}", {"minor": held.rest, "try": held.tries}
    record(actor=actor, action=f"{of.system}.{action}", target=target, detail=detail, now=now)
