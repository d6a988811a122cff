"""What a party owes and has paid here."""

from madang.contracts.envelope import Envelope
from madang.contracts.money_v1 import ChargeRow, Charges, ListCharges
from madang.exchange.registry import answers
from madang.framework.money import listing
from madang.framework.money.domain.states import ChargeState
from madang.framework.money.models import Charge


@answers(ListCharges)
def list_charges(query: ListCharges, envelope: Envelope) -> Charges:
    """The party's charges here, those to pay first."""
    rows = listing.charges_of(query.party, limit=query.offset + min(query.limit, 200))
    mine = Charge.objects.filter(payer_kind=query.party.kind.value, payer_key=query.party.key)
    found = tuple(
        ChargeRow(
            number=row.number,
            purpose=row.title,
            amount=row.amount,
            state=row.state,
            state_title=row.state_title,
            charged_at=row.charged_at,
            paid_at=None if row.to_pay else row.ended_at or row.charged_at,
            link=row.url,
        )
        for row in rows[query.offset :]
    )
    if query.offset == 0 and len(found) < query.limit:
        return Charges(charges=found, total=len(found), open=sum(row.state == ChargeState.OPEN.value for row in found))
    return Charges(charges=found, total=mine.count(), open=mine.filter(state=ChargeState.OPEN).count())
