"""What a registration and a change must say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from madang.contracts.businesses_v1 import BusinessForm
from madang.systems.businesses.domain.problems import Problem

LONGEST_NAME = 100
# A business may register before it opens; how long before, no law says. Half a year keeps slips of the pen out.
LONGEST_AHEAD = timedelta(days=183)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a business is: the division's code and the address as one writes it."""

    division: str
    text: str
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A business as its founders describe it. `representatives` are person keys, the first one signs."""

    name: str
    form: BusinessForm
    sector: str
    opened_on: date
    place: Place
    representatives: tuple[str, ...]
    corporate_number: str = ""
    latin_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be changed; None leaves as it is."""

    name: str | None = None
    sector: str | None = None
    place: Place | None = None
    representatives: tuple[str, ...] | None = None
    fields: tuple[str, ...] = field(default=())

    @property
    def named(self) -> tuple[str, ...]:
        """The names of what changes."""
        given = {
            "name": self.name,
            "sector": self.sector,
            "address": self.place,
            "representatives": self.representatives,
        }
        return tuple(name for name, value in given.items() if value is not None)


KnowsSector = Callable[[str], bool]
Check = Callable[[str], str]


def check_registration(
    *, facts: Registration, today: date, knows_sector: KnowsSector, check_corporate_number: Check
) -> tuple[Problem, ...]:
    """Everything that stands against entering this business."""
    found = [*_of_name(facts.name), *_of_sector(facts.sector, knows_sector), *_of_place(facts.place)]
    if facts.opened_on > today + LONGEST_AHEAD:
        found.append(Problem("businesses.opening_too_far_ahead", "opened_on"))
    if not facts.representatives:
        found.append(Problem("businesses.no_representative", "representatives"))
    if facts.form is BusinessForm.CORPORATION:
        code = check_corporate_number(facts.corporate_number)
        if code:
            found.append(Problem(f"{code}.corporate", "corporate_number"))
    elif len(facts.representatives) > 1:
        found.append(Problem("businesses.one_sole_trader", "representatives"))
    return tuple(found)


def check_changes(*, changes: Changes, knows_sector: KnowsSector) -> tuple[Problem, ...]:
    """Everything that stands against these changes."""
    if not changes.named:
        return (Problem("businesses.nothing_changes", ""),)
    found: list[Problem] = []
    if changes.name is not None:
        found += _of_name(changes.name)
    if changes.sector is not None:
        found += _of_sector(changes.sector, knows_sector)
    if changes.place is not None:
        found += _of_place(changes.place)
    if changes.representatives is not None and not changes.representatives:
        found.append(Problem("businesses.no_representative", "representatives"))
    return tuple(found)


def days_late(*, opened_on: date, filed_on: date, within: int) -> int:
    """How many days after the last day in time it was filed; 0 in time.

    Korea: within 20 days of the day on which business begins (Value-Added Tax Act art. 8 (1)).
    """
    return max(0, (filed_on - opened_on).days - within)


def _of_name(name: str) -> list[Problem]:
    if not name.strip():
        return [Problem("businesses.name_missing", "name")]
    if len(name) > LONGEST_NAME:
        return [Problem("businesses.name_too_long", "name", {"most": LONGEST_NAME})]
    return []


def _of_sector(sector: str, knows: KnowsSector) -> list[Problem]:
    return [] if knows(sector) else [Problem("businesses.sector_unknown", "sector", {"sector": sector})]


def _of_place(place: Place) -> list[Problem]:
    return [] if place.text.strip() and place.division else [Problem("businesses.address_missing", "address")]
