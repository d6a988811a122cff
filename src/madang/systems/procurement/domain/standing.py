"""May this supplier bid on that day? One answer for all rooms. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from madang.systems.procurement.domain.clearance import Answered, Needed, Source, fault


class SupplierState(StrEnum):
    """Where a supplier stands, as the business register says."""

    REGISTERED = "registered"
    SUSPENDED = "suspended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The days of a sanction: half-open, as a period is."""

    from_on: date
    until_on: date


def holds(*, barred: Barred, on: date) -> bool:
    """Whether the sanction holds on a day; it ends by itself."""
    return barred.from_on <= on < barred.until_on


def why_not(
    *,
    state: str,
    sanctions: Iterable[Barred],
    answers: Mapping[Source, Answered | None],
    needed: Mapping[Source, Needed],
    before: Needed,
    on: date,
) -> tuple[str, ...]:
    """The permanent codes of all that stands against it; empty if nothing does. State Contracts Act art. 27 (sanctions),
    Enforcement Rule art. 15 (registration). What is needed before a bid is needed before a payment, too; a sanction bars
    bids and orders, and never the payment of what was delivered.
    """
    found = [] if state == SupplierState.REGISTERED else [f"procurement.supplier.{state}"]
    if before is Needed.PAYMENT:
        found = []
    elif any(holds(barred=one, on=on) for one in sanctions):
        found.append("procurement.supplier.sanctioned")
    for source in Source:
        if needed[source] is Needed.BID or before is Needed.PAYMENT:
            why = fault(answer=answers.get(source), on=on)
            found += [f"procurement.supplier.{source}_{why}"] if why else []
    return tuple(found)
