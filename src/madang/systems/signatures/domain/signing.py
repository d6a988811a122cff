"""The rules of asking several people to sign one document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# A key signs within minutes of its owner's approval, or not at all (ETSI EN 419 241-1, SRA_SAP.1.5: signature activation data
# are bound to one signing operation).
APPROVE_WITHIN = timedelta(minutes=5)
# The means with which an approval is given must be one of substantial assurance (EN 419 241-1, SCAL2; Commission Implementing
# Regulation (EU) 2015/1502, annex 2.2.1): what was added with a password alone is not enough.
LEAST_ASSURANCE = 2
MOST_SIGNERS = 20
LONGEST_DAYS = 180


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where one signer stands: `waiting`, `asked`, `signed` or `refused`."""

    number: int
    state: str


def next_asked(*, places: Sequence[Place], in_order: bool) -> tuple[int, ...]:
    """Whose turn it becomes now: all who wait, or the first of them once everybody before has signed."""
    if any(one.state == "refused" for one in places):
        return ()
    waiting = [one.number for one in sorted(places, key=lambda one: one.number) if one.state == "waiting"]
    if not in_order:
        return tuple(waiting)
    busy = any(one.state == "asked" for one in places)
    return () if busy else tuple(waiting[:1])


def is_last(*, places: Sequence[Place], number: int) -> bool:
    """Whether the document is complete with the signature of this one."""
    return all(one.state == "signed" or one.number == number for one in places)


def form_for(*, media_type: str) -> str:
    """The signature format that fits a document: inside it where that can be, beside it otherwise."""
    return {"application/pdf": "PAdES", "application/xml": "XAdES", "application/json": "JAdES"}.get(
        media_type, "CAdES"
    )


def due_faults(*, due_at: datetime, now: datetime) -> str:
    """What is wrong with the last moment to sign: `past`, `far` or nothing."""
    if due_at <= now:
        return "past"
    return "far" if due_at > now + timedelta(days=LONGEST_DAYS) else ""
