"""Which function of this process answers a question, and which ones listen to an event."""

from collections.abc import Callable
from typing import Any, TypeVar

from madang.contracts.envelope import Envelope
from madang.contracts.message import EVERY_MEMBER, Event, Query, contract_name

Answerer = Callable[[Any, Envelope], Any]
Listener = Callable[[Any, Envelope], None]
Function = TypeVar("Function", bound=Callable[..., Any])

_queries: dict[str, type[Query[Any]]] = {}
_answerers: dict[str, Answerer] = {}
_events: dict[str, type[Event]] = {}
_listeners: dict[str, dict[str, list[Listener]]] = {}


class AnsweredTwice(TypeError):
    """Two functions of one process claim the same question."""


def _system_of(function: Callable[..., Any]) -> str:
    parts = function.__module__.split(".")
    return parts[2] if parts[:2] == ["madang", "systems"] else parts[1] if parts[0] == "madang" else parts[0]


def answers(query: type[Query[Any]]) -> Callable[[Function], Function]:
    """Declare that the decorated function answers `query` in this process. It must belong to the contract's owner."""

    def register(function: Function) -> Function:
        name, system = contract_name(query), _system_of(function)
        if query.OWNER not in {system, EVERY_MEMBER}:
            raise TypeError(f"{name} belongs to {query.OWNER}; {system} cannot answer it.")
        if name in _answerers and _answerers[name].__qualname__ != function.__qualname__:
            raise AnsweredTwice(name)
        _queries[name], _answerers[name] = query, function
        return function

    return register


def listens(event: type[Event]) -> Callable[[Function], Function]:
    """Declare that the decorated function wants every `event` that its system may hear. It must be idempotent."""

    def register(function: Function) -> Function:
        name = contract_name(event)
        _events[name] = event
        mine = _listeners.setdefault(name, {}).setdefault(_system_of(function), [])
        if function not in mine:
            mine.append(function)
        return function

    return register


def answerer(name: str) -> tuple[type[Query[Any]], Answerer] | None:
    """The question's type and who answers it here; None when nobody does."""
    return (_queries[name], _answerers[name]) if name in _answerers else None


def answered_here() -> dict[str, type[Query[Any]]]:
    """Every question this process answers."""
    return dict(_queries)


def event_type(name: str) -> type[Event] | None:
    """The event's type, when someone here listens to it."""
    return _events.get(name)


def listeners(name: str, system: str) -> tuple[Listener, ...]:
    """The functions of `system` that want this event, and the exchange's own, which it has for every system here."""
    wanting = _listeners.get(name, {})
    return (*wanting.get(system, ()), *wanting.get("exchange", ()))
