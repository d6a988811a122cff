"""What the treasury hears: charges and payments of every system, each posted once. What it answers: systems that spend."""

from django.utils.translation import get_language

from madang.contracts.envelope import Envelope
from madang.contracts.money_v1 import ChargeDropped, ChargePaid, ChargeRaised, RefundSent
from madang.contracts.treasury_v1 import (
    Claimed,
    ClaimPayment,
    CommitMoney,
    Committed,
    Line,
    Lines,
    ListLines,
    PayRefund,
    RefundTaken,
    Released,
    ReleaseMoney,
)
from madang.exchange import answers, listens
from madang.framework.identity.actor import system_actor
from madang.framework.values import Money, clock
from madang.systems.treasury.domain.revenue import Step
from madang.systems.treasury.usecases.hear_charge import hear_charge
from madang.systems.treasury.usecases.refund_for_systems import Owed, take_refund
from madang.systems.treasury.usecases.serve_systems import Promise, claim_for, commit_for, lines_of, release_for


@listens(ChargeRaised)
def raised(event: ChargeRaised, envelope: Envelope) -> None:
    """The state is owed something."""
    hear_charge(event=event, told=Step.RAISED, member=envelope.member, now=clock.now())


@listens(ChargeDropped)
def dropped(event: ChargeDropped, envelope: Envelope) -> None:
    """It is not owed any more."""
    hear_charge(event=event, told=Step.DROPPED, member=envelope.member, now=clock.now())


@listens(ChargePaid)
def paid(event: ChargePaid, envelope: Envelope) -> None:
    """It was paid."""
    hear_charge(event=event, told=Step.PAID, member=envelope.member, now=clock.now())


@listens(RefundSent)
def refunded(event: RefundSent, envelope: Envelope) -> None:
    """It was sent back."""
    hear_charge(event=event, told=Step.REFUNDED, member=envelope.member, now=clock.now())


@answers(ListLines)
def list_lines(query: ListLines, envelope: Envelope) -> Lines:
    """Lines of the office that pay for what is bought, with money that is free."""
    language = (get_language() or "en")[:2]
    return Lines(
        lines=tuple(
            Line(
                code=one.code,
                title=str(one.titles.get(language) or one.titles.get("en") or one.activity),
                year=one.year,
                free=Money(one.allotted - one.frozen - one.committed, one.currency),
            )
            for one in lines_of(office=query.office, year=query.year)
        )
    )


@answers(CommitMoney)
def commit_money(query: CommitMoney, envelope: Envelope) -> Committed:
    """A commitment of the asker's reference."""
    promise = Promise(
        office=query.office,
        code=query.line,
        reference=query.reference[:64],
        payee=query.payee,
        account=query.account,
        holder=query.holder,
        purpose=query.purpose,
        amount=query.amount,
        by=query.committed_by,
    )
    made = commit_for(promise=promise, actor=system_actor(envelope.sender), now=clock.now())
    return Committed(number=made.number)


@answers(ClaimPayment)
def claim_payment(query: ClaimPayment, envelope: Envelope) -> Claimed:
    """An obligation of the asker's own commitment, which waits for the treasury's officers."""
    made = claim_for(
        number=query.commitment,
        invoice=query.invoice[:64],
        amount=query.amount,
        due_on=query.due_on,
        by=query.accepted_by,
        actor=system_actor(envelope.sender),
        now=clock.now(),
    )
    return Claimed(number=made.number)


@answers(ReleaseMoney)
def release_money(query: ReleaseMoney, envelope: Envelope) -> Released:
    """What the asker's own commitment gave back."""
    given = release_for(
        number=query.commitment, reason=query.reason, actor=system_actor(envelope.sender), now=clock.now()
    )
    return Released(amount=given)


@answers(PayRefund)
def pay_refund(query: PayRefund, envelope: Envelope) -> RefundTaken:
    """What the asker owes back waits for a batch."""
    owed = Owed(
        reference=query.reference[:64],
        payee=query.payee,
        account=query.account,
        holder=query.holder,
        purpose=query.purpose,
        amount=query.amount,
        due_on=query.due_on,
        revenue_account=query.revenue_account,
        decided_by=query.decided_by,
    )
    made = take_refund(owed=owed, actor=system_actor(envelope.sender), member=envelope.member, now=clock.now())
    return RefundTaken(number=made.number)
