"""Writing the trail: `record` in the caller's transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction

from madang.framework.audit.link import canonical, instant, plain
from madang.framework.values import Party


class _Duty(Protocol):
    @property
    def office_code(self) -> str: ...


class _ActingFor(Protocol):
    @property
    def party(self) -> Party: ...

    @property
    def mandate_id(self) -> str: ...


class Acting(Protocol):
    """What the trail needs of an actor (`madang.framework.identity.actor.Actor` is one)."""

    @property
    def kind(self) -> str: ...

    @property
    def account_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...

    @property
    def acting_for(self) -> _ActingFor | None: ...

    @property
    def duties(self) -> tuple[_Duty, ...]: ...


Listener = Callable[..., None]
_listeners: list[Listener] = []

_APPEND = "SELECT audit_append(%s::text[])"


def on_record(listener: Listener) -> Listener:
    """Have `listener(actor=, action=, target=, now=)` called in the transaction of every record."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def _fields(*, actor: Acting, action: str, target: str, detail: Mapping[str, object], now: datetime) -> dict[str, Any]:
    behalf = actor.acting_for
    offices = {duty.office_code for duty in actor.duties}
    return {
        "account": actor.account_id,
        "action": action,
        "at": instant(at=now),
        "behalf": str(behalf.party) if behalf else "",
        "detail": plain(value=detail),
        "kind": str(actor.kind),
        "mandate": str(behalf.mandate_id) if behalf else "",
        "name": plain(value=actor.name),
        "office": min(offices) if offices else "",
        "target": plain(value=target),
    }


def _together(actor: Acting) -> AbstractContextManager[None]:
    """One transaction for the entry and what listeners write; without a mandate they write nothing."""
    return nullcontext() if actor.acting_for is None else transaction.atomic(savepoint=False)


def record(*, actor: Acting, action: str, target: str, detail: Mapping[str, object], now: datetime) -> None:
    """Append who did what to what, in the caller's transaction: both happen or neither.

    `action` is a permanent name (`cases.decide`), `target` names the thing (`case:KR-2026-…`, `person:<key>`). `detail`
    holds codes, counts and dates; never resident numbers, passwords or contents. Raises TypeError on floats.
    """
    fields = _fields(actor=actor, action=action, target=target, detail=detail, now=now)
    with _together(actor), connection.cursor() as cursor:
        for listener in _listeners:
            listener(actor=actor, action=action, target=target, now=now)
        cursor.execute(_APPEND, [[canonical(fields=fields)]])


def content_of(*, actor: Acting, action: str, target: str, detail: Mapping[str, object], now: datetime) -> str:
    """What `record` would append, for a function of the database that does an act and calls `audit_append` itself, both in
    one call. Listeners are told now, so whoever acts under a mandate has the caller open a transaction first.
    """
    for listener in _listeners:
        listener(actor=actor, action=action, target=target, now=now)
    return canonical(fields=_fields(actor=actor, action=action, target=target, detail=detail, now=now))


@dataclass(frozen=True, slots=True)
class Act:
    """What `record` is told of one act."""

    actor: Acting
    action: str
    target: str
    detail: Mapping[str, object]
    now: datetime


def record_acts(*, acts: Sequence[Act]) -> None:
    """`record` of acts of several actors, in order and in one round trip. In a transaction that the caller opened."""
    rows = [
        content_of(actor=one.actor, action=one.action, target=one.target, detail=one.detail, now=one.now)
        for one in acts
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_APPEND, [rows])


def record_many(*, actor: Acting, entries: Iterable[tuple[str, str, Mapping[str, object]]], now: datetime) -> None:
    """`record` of each (action, target, detail), in order and in few round trips."""
    rows = []
    with _together(actor), connection.cursor() as cursor:
        for action, target, detail in entries:
            rows.append(canonical(fields=_fields(actor=actor, action=action, target=target, detail=detail, now=now)))
            for listener in _listeners:
                listener(actor=actor, action=action, target=target, now=now)
        if rows:
            cursor.execute(_APPEND, [rows])
