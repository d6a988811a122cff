"""Whether a supplier may bid: other rooms add what they know.

A check is called with the supplier, the lot and the time, and answers with a refusal or None. It is asked when a bid is
received and again when bids are opened.
"""

from collections.abc import Callable
from datetime import datetime

from madang.framework.values import Refusal
from madang.systems.procurement.models import Lot, Supplier

Check = Callable[..., Refusal | None]
_checks: list[Check] = []


def add_check(check: Check) -> Check:
    """Have `check(supplier=, lot=, now=)` asked; once, however often it is added."""
    if check not in _checks:
        _checks.append(check)
    return check


def why_not(*, supplier: Supplier, lot: Lot, now: datetime) -> Refusal | None:
    """The first reason why the supplier may not bid for the lot, or None."""
    for check in _checks:
        refusal = check(supplier=supplier, lot=lot, now=now)
        if refusal is not None:
            return refusal
    return None
