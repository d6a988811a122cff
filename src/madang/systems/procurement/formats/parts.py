"""What a custodian sends: keys, proofs and opened parts, as JSON with base64url."""

from collections.abc import Mapping
from typing import Any

from madang.systems.procurement.domain.group import NotInGroup, read_scalar, scalar_bytes
from madang.systems.procurement.domain.secret_sharing import Proof
from madang.systems.procurement.formats.base64url import NotBase64, decode, encode

# A custodian's page sends at most so many parts at once.
MOST = 500


class Unreadable(ValueError):
    """The members are not as they should be."""


def proof_words(*, proof: Proof) -> dict[str, str]:
    """A proof as it is sent and kept."""
    words = {"challenge": proof.challenge, "response": proof.response}
    return {name: encode(data=scalar_bytes(scalar=one)) for name, one in words.items()}


def read_proof(*, given: Mapping[str, Any]) -> Proof:
    """Raises Unreadable."""
    try:
        said, response = (read_scalar(data=decode(text=given.get(name))) for name in ("challenge", "response"))
    except (NotBase64, NotInGroup) as error:
        raise Unreadable(str(error)) from error
    return Proof(challenge=said, response=response)


def read_key(*, text: object) -> bytes:
    """Raises Unreadable."""
    try:
        return decode(text=text)
    except NotBase64 as error:
        raise Unreadable(str(error)) from error


def read_parts(*, given: object) -> tuple[tuple[str, ...], tuple[bytes, ...], Proof]:
    """The numbers of bids, the part of each, and the proof for all. Raises Unreadable."""
    if not isinstance(given, dict):
        raise Unreadable("no object")
    numbers, parts = given.get("bids"), given.get("parts")
    if not isinstance(numbers, list) or not isinstance(parts, list) or not 1 <= len(numbers) == len(parts) <= MOST:
        raise Unreadable("no lists of one length")
    if not all(isinstance(one, str) and len(one) <= 32 for one in numbers) or len(set(numbers)) != len(numbers):
        raise Unreadable("a number that is none")
    return tuple(numbers), tuple(read_key(text=one) for one in parts), read_proof(given=given)


def opening_context(*, ceremony: str, position: int, numbers: tuple[str, ...]) -> str:
    """To what the proof of a batch of parts is bound."""
    return "\n".join([ceremony, str(position), *numbers])
