"""What the register knows of a person, a household, a marriage and an address, as the rules read it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """As registered."""

    FEMALE = "female"
    MALE = "male"


class Status(StrEnum):
    """Whether a person is on the register, and if not, why."""

    RESIDENT = "resident"
    ABROAD = "abroad"
    DEAD = "dead"
    REMOVED = "removed"


class Relation(StrEnum):
    """What a member is to the head of the household."""

    HEAD = "head"
    SPOUSE = "spouse"
    PARENT = "parent"
    PARENT_IN_LAW = "parent_in_law"
    GRANDPARENT = "grandparent"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER_KIN = "other_kin"
    COHABITANT = "cohabitant"


class MoveReason(StrEnum):
    """Why an address or a membership begins."""

    BIRTH = "birth"
    MOVE_IN = "move_in"
    MARRIAGE = "marriage"
    NEW_HOUSEHOLD = "new_household"
    HEAD_CHANGE = "head_change"
    FIRST_ENTRY = "first_entry"


class MarriageEnd(StrEnum):
    """How a marriage ended."""

    DIVORCE = "divorce"
    DEATH = "death"


class VitalKind(StrEnum):
    """What a vital event is; the register of them is only ever added to."""

    BIRTH = "birth"
    DEATH = "death"
    MARRIAGE = "marriage"
    DIVORCE = "divorce"
    MOVE = "move"
    NAME_CORRECTION = "name_correction"
    FIRST_ENTRY = "first_entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A person as entered. `number` is the full resident number, or empty where nobody may read it."""

    key: str
    name: str
    birth_on: date
    sex: Sex
    hanja_name: str = ""
    latin_name: str = ""
    number: str = ""
    nationality: str = ""
    status: Status = Status.RESIDENT
    died_on: date | None = None
    clan_origin: str = ""
    registered_base: str = ""

    @property
    def living(self) -> bool:
        """Whether no death is entered."""
        return self.died_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceFacts:
    """An address and the days it held. `reported_on` is when the move was reported."""

    address: str
    division: str
    from_on: date
    until_on: date | None = None
    reported_on: date | None = None
    reason: MoveReason = MoveReason.MOVE_IN
    postcode: str = ""
    head_name: str = ""
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """Someone of a household, since when and why."""

    person: PersonFacts
    relation: Relation
    from_on: date
    reason: MoveReason = MoveReason.MOVE_IN


@dataclass(frozen=True, slots=True, kw_only=True)
class MarriageFacts:
    """A marriage seen from one spouse."""

    spouse: PersonFacts
    married_on: date
    ended_on: date | None = None
    ended_by: MarriageEnd | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameChange:
    """A corrected name: what it was, what it became, since when, on whose decision."""

    changed_on: date
    before: str
    after: str
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFacts:
    """A child, and whether it was born in the marriage that still holds (for the general certificate)."""

    person: PersonFacts
    of_current_marriage: bool


def age_on(*, birth_on: date, day: date) -> int:
    """Completed years of age; born on 29 February, one ages on 1 March of common years (Civil Act art. 158, 160)."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))
