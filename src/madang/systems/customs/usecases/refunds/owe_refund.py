"""Customs owes money back: written down, booked, left to the treasury."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from madang.exchange.refunds import pay_later
from madang.framework.audit import record
from madang.framework.identity.actor import Actor
from madang.framework.identity.officers import officer
from madang.framework.law import parameter
from madang.framework.money import books
from madang.framework.money.domain.journal import DEPOSITS, REFUNDS_PAYABLE, Posting
from madang.framework.money.domain.states import RepaymentState
from madang.framework.values import Party
from madang.framework.values.identifiers import random_symbols
from madang.systems.customs.models import CustomsDeclaration, CustomsRefund
from madang.systems.customs.usecases.declarations.advance_declaration import account_of
from madang.systems.customs.usecases.declarations.words import DEPOSIT
from madang.systems.customs.usecases.name import SYSTEM
from madang.systems.customs.usecases.refunds.pay_overdue import pay_overdue


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """To whom something is given back, for which correction or drawback (`source`, followed at `link`), to which account; and
    whose levies it lessens, where it lessens a declaration's."""

    party: Party
    office: str
    source: str
    link: str
    currency: str
    account: str
    holder: str
    declaration: CustomsDeclaration | None = None


def lessened(*, levy: str) -> str:
    """The ledger account that giving back lessens: the levy's revenue, or what is held as a deposit."""
    return DEPOSITS if levy == DEPOSIT else account_of(levy=levy)


def owe_refund(*, to: Payee, levy: str, minor: int, actor: Actor, now: datetime, interest: int = 0) -> CustomsRefund:
    """Owe it back (in Korea Customs Act art. 46: within thirty days), lessen the levy's revenue, let it pay what its party owes
    customs and should have paid, and have the rest paid out after the commit. In the caller's transaction."""
    today = timezone.localdate(now)
    made = CustomsRefund.objects.create(
        number=f"G{now:%Y}-{random_symbols(count=8)}",
        party_kind=to.party.kind.value,
        party_key=to.party.key,
        office_code=to.office,
        source=to.source,
        link=to.link,
        declaration=to.declaration,
        levy=levy,
        minor=minor,
        interest_minor=interest,
        currency=to.currency,
        account=to.account,
        holder=to.holder,
        state="owed",
        decided_at=now,
        decided_by=officer(actor),
        due_on=today + timedelta(days=int(parameter("customs.corrections.refund_days", on=today))),
    )
    postings = (Posting(lessened(levy=levy), made.amount), Posting(REFUNDS_PAYABLE, -made.amount))
    books.post(kind="customs_refund", reference=made.number, postings=postings, now=now)
    detail = {"source": to.source, "levy": levy, "minor": minor, "interest": interest}
    record(actor=actor, action="customs.owe_refund", target=f"refund:{made.number}", detail=detail, now=now)
    if levy != DEPOSIT:  # A deposit is no refund: art. 46 (2) does not reach it.
        made.offset_minor = pay_overdue(refund=made, actor=actor, now=now)
    if made.offset_minor:
        made.state = (RepaymentState.OWED if made.rest else RepaymentState.OFFSET).value
        made.save(update_fields=["offset_minor", "state"])
    if made.rest:
        pay_later(system=SYSTEM, number=made.number)
    return made
