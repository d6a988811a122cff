"""What still stands between a declaration and its release. Customs Act of Korea arts. 226, 246, 248, 249, 250; other
countries' laws ask the same things in the same order."""

from dataclasses import dataclass
from enum import StrEnum

from madang.systems.customs.domain.words import DeclarationState, Lane


class Control(StrEnum):
    """What became of the look at documents or goods."""

    NONE = "none"  # the lane asks for none
    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


class PermitState(StrEnum):
    """What became of a permit that an act asks for."""

    NEEDED = "needed"  # not yet asked: the neighbour did not answer
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    PARTLY = "partly"  # granted for less than was declared: waits until the declaration says no more
    ENDED = "ended"  # the declaration ended before the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The facts that decide."""

    control: Control
    permits: tuple[PermitState, ...] = ()
    unpaid: bool = False
    """Something is payable, not paid, and not deferred."""
    quota_open: bool = False
    on_paper: bool = False
    """An officer released it on paper during a fallback."""
    value_doubted: bool = False
    """Customs asked for proof of a declared value and has not decided (in Korea art. 30 (4))."""
    unsecured: bool = False
    """Duties wait under a procedure, and no guarantee covers them yet (in Korea arts. 108, 218)."""


OPEN = frozenset(
    {
        DeclarationState.LODGED,
        DeclarationState.ACCEPTED,
        DeclarationState.UNDER_CONTROL,
        DeclarationState.AWAITING_PERMIT,
        DeclarationState.AWAITING_SECURITY,
        DeclarationState.AWAITING_PAYMENT,
    }
)
"""States in which a declaration may be amended and withdrawn (art. 250 (1): until acceptance; withdrawal with grounds)."""
VOID = frozenset({DeclarationState.REFUSED, DeclarationState.CANCELLED})
"""States in which its goods neither came in nor left by it."""


def control_of(*, lane: Lane) -> Control:
    """What the lane begins with: documents (yellow) and goods (red) are looked at before release, blue only afterwards."""
    return Control.OPEN if lane in {Lane.YELLOW, Lane.RED} else Control.NONE


def state_of(*, standing: Standing) -> DeclarationState:
    """Where the declaration stands: what failed refuses it; else the first of control, permits, security and payment."""
    if standing.on_paper:
        return DeclarationState.RELEASED
    if standing.control is Control.FAILED or PermitState.REFUSED in standing.permits:
        return DeclarationState.REFUSED
    if standing.control is Control.OPEN or standing.value_doubted:
        return DeclarationState.UNDER_CONTROL
    if standing.quota_open or any(one is not PermitState.GRANTED for one in standing.permits):
        return DeclarationState.AWAITING_PERMIT
    if standing.unsecured:
        return DeclarationState.AWAITING_SECURITY
    return DeclarationState.AWAITING_PAYMENT if standing.unpaid else DeclarationState.RELEASED
