"""Questions, the election's JSON and its fingerprint (sections 4.9, 4.10, 4.15)."""

import secrets
from dataclasses import dataclass
from typing import Annotated

import msgspec

from madang.systems.elections.domain.belenios import group
from madang.systems.elections.domain.belenios.wire import Malformed, Number, Text, Wire, decode_as, encode, residue

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
VERSION = 1
UUID_SIZE = 14
LARGEST_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """Between `minimum` and `maximum` of `answers` are chosen; with `blank`, none at all may be said openly."""

    text: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank: bool = False

    @property
    def choices(self) -> int:
        """How many ciphertexts an answer has: a blank vote is a choice of its own, before the others."""
        return len(self.answers) + self.blank


@dataclass(frozen=True, slots=True)
class Election:
    """What every voter gets. `raw` is its JSON as it was published: its fingerprint stands in every ballot."""

    uuid: str
    name: str
    description: str
    public_key: int
    questions: tuple[Question, ...]
    administrator: str = ""
    credential_authority: str = ""
    raw: str = ""


class QuestionWire(Wire, frozen=True, kw_only=True):
    """A homomorphic question, in the order in which Belenios writes it."""

    answers: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1, max_length=LARGEST_QUESTION)]
    blank: bool | msgspec.UnsetType = msgspec.UNSET
    min: Annotated[int, msgspec.Meta(ge=0)]
    max: Annotated[int, msgspec.Meta(ge=0)]
    question: Text


class ElectionWire(Wire, frozen=True):
    """The election structure."""

    version: int
    description: str
    name: str
    group: str
    public_key: Number
    questions: Annotated[tuple[QuestionWire, ...], msgspec.Meta(min_length=1)]
    uuid: Annotated[str, msgspec.Meta(pattern=f"^[{BASE58}]{{{UUID_SIZE},64}}\\Z")]
    administrator: str | msgspec.UnsetType = msgspec.UNSET
    credential_authority: str | msgspec.UnsetType = msgspec.UNSET


def new_uuid() -> str:
    """A fresh name of an election: 14 characters of Base58."""
    return "".join(secrets.choice(BASE58) for _ in range(UUID_SIZE))


def election_json(*, election: Election) -> str:
    """The election's JSON: as it was published, or as it is to be published."""
    if election.raw:
        return election.raw
    wire = ElectionWire(
        version=VERSION,
        description=election.description,
        name=election.name,
        group=group.NAME,
        public_key=str(election.public_key),
        questions=tuple(map(_question_wire, election.questions)),
        uuid=election.uuid,
        administrator=election.administrator or msgspec.UNSET,
        credential_authority=election.credential_authority or msgspec.UNSET,
    )
    raw = encode(given=wire)
    read_election(raw=raw)
    return raw


def _question_wire(question: Question) -> QuestionWire:
    return QuestionWire(
        answers=question.answers,
        blank=question.blank or msgspec.UNSET,
        min=question.minimum,
        max=question.maximum,
        question=question.text,
    )


def read_election(*, raw: str) -> Election:
    """The election whose JSON is `raw`; `Malformed` if it is none that this system can hold."""
    wire = decode_as(raw=raw, shape=ElectionWire)
    if wire.version != VERSION or wire.group != group.NAME:
        raise Malformed(f"Only version {VERSION} in the group {group.NAME} is known here.")
    key = residue(digits=wire.public_key)
    if not group.in_group(element=key) or key == 1:
        raise Malformed("The election's public key is no element of the group.")
    return Election(
        uuid=wire.uuid,
        name=wire.name,
        description=wire.description,
        public_key=key,
        questions=tuple(map(_question, wire.questions)),
        administrator=wire.administrator or "",
        credential_authority=wire.credential_authority or "",
        raw=raw,
    )


def _question(wire: QuestionWire) -> Question:
    if not wire.min <= wire.max <= len(wire.answers):
        raise Malformed(f"Nobody can answer “{wire.question}”: between {wire.min} and {wire.max} choices.")
    return Question(wire.question, wire.answers, wire.min, wire.max, wire.blank is True)


def fingerprint(*, election: Election) -> str:
    """SHA-256 of the election's JSON in Base64 without padding."""
    return group.hash64(election_json(election=election))
