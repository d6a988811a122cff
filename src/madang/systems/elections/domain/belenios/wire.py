"""The JSON of the specification: fields in its order, compact, numbers as decimal strings. Anything else is refused."""

from typing import Annotated, TypeVar

import msgspec

# A number below either group's modulus has at most 617 digits; a leading zero would make a second way to write the same ballot.
Number = Annotated[str, msgspec.Meta(pattern=r"^(0|[1-9][0-9]{0,616})\Z")]
Text = Annotated[str, msgspec.Meta(max_length=10_000)]

Shape = TypeVar("Shape", bound="Wire")


class Malformed(ValueError):
    """It is not the JSON that the specification describes."""


class Wire(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something of the specification."""


class ProofWire(Wire, frozen=True):
    """challenge, response."""

    challenge: Number
    response: Number


class CiphertextWire(Wire, frozen=True):
    """alpha, beta."""

    alpha: Number
    beta: Number


class AnswerWire(Wire, frozen=True):
    """A homomorphic answer: encrypted choices and their proofs; or a ranked one: one ciphertext and `proof`, nothing else."""

    choices: tuple[CiphertextWire, ...] | CiphertextWire
    individual_proofs: tuple[tuple[ProofWire, ...], ...] | msgspec.UnsetType = msgspec.UNSET
    overall_proof: tuple[ProofWire, ...] | msgspec.UnsetType = msgspec.UNSET
    blank_proof: tuple[ProofWire, ...] | msgspec.UnsetType = msgspec.UNSET
    proof: ProofWire | msgspec.UnsetType = msgspec.UNSET

    @property
    def ciphertexts(self) -> tuple[CiphertextWire, ...]:
        """All of them, however many there are."""
        return (self.choices,) if isinstance(self.choices, CiphertextWire) else self.choices


class SignatureWire(Wire, frozen=True):
    """The hash of the ballot without signature, and a proof by the credential's holder."""

    hash: Annotated[str, msgspec.Meta(max_length=43)]
    proof: ProofWire


class BallotWire(Wire, frozen=True):
    """A ballot, with its signature or (while it is hashed) without."""

    election_uuid: Text
    election_hash: Text
    credential: Number
    answers: tuple[AnswerWire, ...]
    signature: SignatureWire | msgspec.UnsetType = msgspec.UNSET


def encode(*, given: object) -> str:
    """`given` as compact JSON."""
    return msgspec.json.encode(given).decode()


def decode(*, raw: str, shape: type[Shape]) -> Shape:
    """`raw` as `shape`, if it is written in the one way that is allowed."""
    found = decode_as(raw=raw, shape=shape)
    if encode(given=found) != raw:
        raise Malformed("It is not written as compact JSON with its fields in the specification's order.")
    return found


Any_ = TypeVar("Any_")


def decode_as(*, raw: str, shape: type[Any_]) -> Any_:
    """`raw` as `shape`, however it is spaced."""
    try:
        return msgspec.json.decode(raw.encode(), type=shape)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as broken:
        raise Malformed(str(broken)) from broken
