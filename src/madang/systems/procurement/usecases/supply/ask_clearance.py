"""Ask what a supplier owes: each member for overdue charges, the tax office for taxes. Nobody uploads a paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from madang.contracts.money_v1 import ChargeRow, Charges, ListCharges
from madang.contracts.tax_v1 import GetTaxClearance
from madang.exchange import Answer, Asking, ask, ask_all
from madang.exchange.grants import legal_basis
from madang.framework import audit
from madang.framework.audit.purposes import declare
from madang.framework.identity.actor import Actor
from madang.framework.identity.may import require
from madang.framework.law import pack
from madang.framework.values import Party, Refusal
from madang.systems.procurement.domain.clearance import Owed, Source, overdue, valid_until
from madang.systems.procurement.models import Clearance, Supplier
from madang.systems.procurement.usecases.name import SYSTEM
from madang.systems.procurement.usecases.supply import law

PURPOSE = declare(gettext_noop("Checking what a supplier owes"))
OPEN = "open"
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a source said. `clear` is None where nobody answered, and `why` the code of the silence."""

    source: Source
    clear: bool | None
    owed: int = 0
    until: date | None = None
    why: str = ""
    silent: str = ""


def ask_clearance(*, supplier: Supplier, actor: Actor, now: datetime) -> tuple[Clearance, ...]:
    """Ask both sources and keep what they said. Raises Forbidden."""
    require(actor, "procurement.supply", supplier.number)
    today = timezone.localdate(now)
    told = (_charges(supplier, actor, today), _taxes(supplier, actor))
    days = law.clearance_days(on=today)

    with transaction.atomic():
        kept = tuple(
            Clearance.objects.create(
                supplier=supplier,
                source=one.source.value,
                clear=one.clear,
                owed=one.owed,
                currency=pack().currency,
                why=one.why,
                silent=one.silent[:200],
                asked_at=now,
                asked_on=today,
                valid_until=valid_until(asked_on=today, days=days, told=one.until),
            )
            for one in told
        )
        audit.record(
            actor=actor,
            action="procurement.ask_clearance",
            target=f"business:{supplier.number}",
            detail={one.source.value: one.why or ("clear" if one.clear else "owes") for one in told},
            now=now,
        )
    return kept


def _asking(supplier: Supplier, actor: Actor, question: type[Any]) -> Asking:
    return Asking(
        system=SYSTEM,
        actor=actor,
        purpose=PURPOSE,
        basis=legal_basis(asker=SYSTEM, question=question),
        subject=Party.business(supplier.number),
    )


def _charges(supplier: Supplier, actor: Actor, today: date) -> Told:
    """What is overdue in every member's books. One member's silence leaves it open, unless another says that it owes."""
    query = ListCharges(party=Party.business(supplier.number), limit=MOST)
    replies = ask_all(query, _asking(supplier, actor, ListCharges))
    answers = [one.reply for one in replies if isinstance(one, Answer)]
    silent = [one.member for one in replies if not isinstance(one, Answer)]
    days = law.overdue_after(on=today)
    owed = overdue(owed=_owed(answers), on=today, days=days)
    if owed:
        return Told(source=Source.CHARGES, clear=False, owed=owed)
    # More open charges than one answer carries: nobody clears what was not read.
    unread = [reply for reply in answers if reply.open > MOST]
    if silent or unread or not answers:
        return Told(source=Source.CHARGES, clear=None, why="unread" if unread else "silent", silent=", ".join(silent))
    return Told(source=Source.CHARGES, clear=True)


def _owed(replies: Iterable[Charges]) -> list[Owed]:
    return [
        Owed(minor=row.amount.minor, charged_on=timezone.localdate(row.charged_at), due_on=row.due_on)
        for reply in replies
        for row in reply.charges
        if _is_open(row) and row.amount is not None and row.charged_at is not None
    ]


def _is_open(row: ChargeRow) -> bool:
    return row.state == OPEN and row.amount is not None and row.amount.currency == pack().currency


def _taxes(supplier: Supplier, actor: Actor) -> Told:
    """The tax office's word; its silence, whatever the cause, is no clearance."""
    try:
        reply = ask(GetTaxClearance(party=Party.business(supplier.number)), _asking(supplier, actor, GetTaxClearance))
    except Refusal as refusal:
        return Told(source=Source.TAX, clear=None, why=refusal.code)
    if reply.clear is None:
        return Told(source=Source.TAX, clear=None, why="empty")
    return Told(source=Source.TAX, clear=reply.clear, until=reply.valid_until)
