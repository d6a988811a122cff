"""What makes a dataclass a question or an event of a contract."""

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, get_args

Reply = TypeVar("Reply")

EVERY_MEMBER = "*"
"""The owner of the contracts that each member answers for itself (cases, documents, charges, looks)."""


def contract_name(message: type) -> str:
    """The name a message has on the wire: `population_v1.GetPerson`."""
    # mypy takes a class for its instances where it asks whether it can be hashed.
    key: Any = message
    return _name_of(key)


@cache
def _name_of(message: Any) -> str:
    return f"{message.__module__.rpartition('.')[2]}.{message.__qualname__}"


@dataclass(frozen=True, kw_only=True)
class Query(Generic[Reply]):
    """A question whose answer is a `Reply`. Every field of a reply has a default: only granted fields come back.

    `CHANGES` says that answering changes the answerer's books; such a question carries an idempotency key.
    `PUBLIC` says that its answer is open to anyone and needs no grant.
    """

    OWNER: ClassVar[str]
    CHANGES: ClassVar[bool] = False
    PUBLIC: ClassVar[bool] = False

    @classmethod
    @cache
    def reply_type(cls) -> type:
        """The dataclass that answers this question."""
        for base in cls.__orig_bases__:  # type: ignore[attr-defined]
            for argument in get_args(base):
                return argument  # type: ignore[no-any-return]
        raise TypeError(f"{cls.__name__} names no reply.")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened, in the past tense. `SENDER` is the only system that may announce it."""

    SENDER: ClassVar[str]

    def addressed_to(self) -> str:
        """The one system it is meant for; empty where every system that may hear it hears it."""
        return ""
