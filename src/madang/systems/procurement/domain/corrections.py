"""What a correction of a notice changed, place by place.

Corrigible are the words (title, description, what lots and items are called) and the days. Kind, method, what decides, amounts,
quantities and criteria are what bids rest on: whoever must change those cancels and announces anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from madang.systems.procurement.domain.drafts import TenderDraft

CHANGEABLE = ("title", "description", "questions_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place, what stood there and what stands there now; instants as ISO 8601."""

    place: str
    was: str
    becomes: str


def changes_of(*, before: TenderDraft, after: TenderDraft) -> list[Change]:
    """Every place in which the two differ, but for closing and opening, which are told by themselves."""
    was, becomes = dict(_places(before)), dict(_places(after))
    return [
        Change(place=place, was=was[place], becomes=becomes[place]) for place in was if was[place] != becomes.get(place)
    ]


def _places(draft: TenderDraft) -> Iterator[tuple[str, str]]:
    for name in CHANGEABLE:
        value = getattr(draft, name)
        yield name, value.isoformat() if isinstance(value, datetime) else str(value or "")
    for number, lot in enumerate(draft.lots, 1):
        yield f"lot {number} title", lot.title
        for place, item in enumerate(lot.items, 1):
            yield f"lot {number} item {place} title", item.title
