"""The words of elections: kinds, states, ways to vote."""

from enum import StrEnum


class Kind(StrEnum):
    """Whose election it is, and so which law it follows."""

    PUBLIC = "public"
    """Of a public office, by the Public Official Election Act."""
    REFERENDUM = "referendum"
    HOUSING = "housing"
    """Of a housing block's representatives."""
    UNION = "union"
    SURVEY = "survey"


PUBLIC_KINDS = frozenset({Kind.PUBLIC, Kind.REFERENDUM})
"""Whose roll and calendar the law sets."""


class RollSource(StrEnum):
    """Where the roll comes from."""

    REGISTER = "register"
    """The population register, under the law's conditions at a reference day."""
    LIST = "list"
    """A membership list that a manager hands in."""


class QuestionKind(StrEnum):
    """What a ballot may say to a question. The first three are homomorphic in Belenios: only sums are ever decrypted. Of the
    others (`RANKED`) each ballot is opened after trustees shuffled all of them.
    """

    SINGLE = "single"
    MULTIPLE = "multiple"
    """From `least` to `most` answers."""
    APPROVAL = "approval"
    """Any answers, or none."""
    STV = "stv"
    """Answers in order of preference; `most` seats by the single transferable vote."""
    SCHULZE = "schulze"
    """Answers in order of preference; one wins by the Schulze method."""
    GRADES = "grades"
    """A grade for each answer; one wins by majority judgment."""


RANKED = frozenset({QuestionKind.STV, QuestionKind.SCHULZE, QuestionKind.GRADES})


class State(StrEnum):
    """How far an election is. It goes one way, each step by two managers."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    """Public: the calendar, the questions; the roll may be inspected and objected to."""
    ROLL_FROZEN = "roll_frozen"
    """The roll's digest is public; the credential authority and the trustees do their part."""
    READY = "ready"
    """The board began. Ballots are taken between `opens_at` and `closes_at`."""
    CLOSED = "closed"
    """No ballot is taken any more; trustees shuffle what is ranked, then decrypt."""
    COUNTED = "counted"
    """The result of the board stands; paper is still being counted."""
    PUBLISHED = "published"
    CANCELLED = "cancelled"


ORDER = (
    State.DRAFT,
    State.ANNOUNCED,
    State.ROLL_FROZEN,
    State.READY,
    State.CLOSED,
    State.COUNTED,
    State.PUBLISHED,
)
"""The way of an election that is not cancelled."""


class Step(StrEnum):
    """What two managers do together: one proposes, another approves."""

    ANNOUNCE = "announce"
    FREEZE_ROLL = "freeze_roll"
    BEGIN = "begin"
    CLOSE = "close"
    PUBLISH = "publish"
    CANCEL = "cancel"
    ANEW = "anew"
    """The ceremony begins anew: keys and credentials are handed in again."""


class Channel(StrEnum):
    """By which way somebody voted. The first one stands, for a ballot on the board cannot be taken back by anybody; where
    paper overrides (docs/adr/0068), paper after online stands.
    """

    ONLINE = "online"
    PAPER = "paper"
    POST = "post"


class AbsenteeGround(StrEnum):
    """Why somebody cannot come to a station and votes by post. In Korea: Public Official Election Act art. 38 (4)."""

    SERVICE = "service"
    """Soldiers and police who live in a barrack or on a ship too far from any station."""
    INSTITUTION = "institution"
    """In a hospital, a care home, a prison or a remand centre."""
    DISABILITY = "disability"
    """Who cannot move because of a grave disability."""
    ISLAND = "island"
    """On an island from which a station is hard to reach."""
    REMOTE = "remote"
    """Living for long where no station can be set up."""
    ISOLATION = "isolation"
    """Isolated because of an infectious disease."""


POSTAL_STATION = "post"
"""The box of the ballots that came by post, among the names of stations."""
