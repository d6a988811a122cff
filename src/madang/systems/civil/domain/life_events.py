"""Life events: which services a turn of life needs, in which order, and which answers they share.

A country lists its own events. A part that must wait for another (`after`) starts when that one is granted; the
others go out at once and none stops another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from madang.contracts.services_v1 import Choice, FieldKind, FormField
from madang.systems.civil.domain.applications import State

Text = Mapping[str, str]

# The name under which an event's questions see the services chosen (`shown_when: parts=civil.mail_forwarding`).
PARTS = "parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One service of a life event. `after` names the services that must be granted first, `needs` answers that only an
    agency can give (the key of a child just registered).

    `shared` maps the service's fields to the event's questions; `question#shown` takes an answer as people read it. `fixed`
    are answers that the event itself gives. An `optional` part is done only when the person asks for it.
    """

    service: str
    after: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    shared: Mapping[str, str] | None = None
    fixed: Mapping[str, str] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """A turn of life. `questions` are asked once for all parts; `hints` are services that people then look at too."""

    code: str
    title: Text
    summary: Text
    icon: str
    questions: tuple[FormField, ...]
    parts: tuple[Part, ...]
    hints: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        order = [part.service for part in self.parts]
        if any(order.index(earlier) >= order.index(part.service) for part in self.parts for earlier in part.after):
            raise ValueError(f"A part of '{self.code}' waits for one that comes later.")


class PartState(StrEnum):
    """How one part of a life event stands."""

    BLOCKED = "blocked"
    """Waits for an earlier part."""
    READY = "ready"
    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"
    """Could not be sent or was refused; the other parts go on."""


_DONE = frozenset({State.ISSUED, State.GRANTED, State.CLOSED})
_FAILED = frozenset({State.FAILED, State.REFUSED, State.WITHDRAWN})


def part_state(*, part: Part, applications: Mapping[str, State], answers: Mapping[str, str]) -> PartState:
    """How a part stands, given the states of the bundle's applications by service and its answers."""
    state = applications.get(part.service)
    if state in _DONE:
        return PartState.DONE
    if state in _FAILED:
        return PartState.FAILED
    if state is not None:
        return PartState.UNDER_WAY
    waits = any(applications.get(earlier) not in _DONE for earlier in part.after)
    waits = waits or any(not answers.get(name) for name in part.needs)
    return PartState.BLOCKED if waits else PartState.READY


def ready(
    *, event: LifeEvent, chosen: frozenset[str], applications: Mapping[str, State], answers: Mapping[str, str]
) -> tuple[Part, ...]:
    """The chosen parts that can be sent now."""
    return tuple(
        part
        for part in event.parts
        if (part.service in chosen or not part.optional)
        and part_state(part=part, applications=applications, answers=answers) is PartState.READY
    )


def answers_for(
    *, part: Part, fields: tuple[FormField, ...], answers: Mapping[str, str], shown: Mapping[str, str]
) -> dict[str, str]:
    """A part's answers: what the event fixes, what it shares by another name, and the questions of the same name."""
    shared = part.shared or {}
    given: dict[str, str] = {}
    for each in fields:
        name, _, as_shown = shared.get(each.name, each.name).partition("#")
        given[each.name] = shown.get(name, "") if as_shown else answers.get(name, "")
        given[f"{each.name}_division"] = answers.get(f"{name}_division", "")
    return {name: text for name, text in (given | dict(part.fixed or {})).items() if text}


def file_question(*, part: Part, field: str) -> str:
    """The event's file question that a part's file field takes its files from."""
    return (part.shared or {}).get(field, field)


class EventsFaulty(ValueError):
    """A country's life events cannot be read; the text says where and why."""


def read_events(*, data: Any) -> tuple[LifeEvent, ...]:
    """The life events of a country's `civil/life_events.yaml`. Raises EventsFaulty.

    The file is a list; its keys are the fields of LifeEvent, Part and FormField.
    """
    try:
        return tuple(_event(row) for row in data or ())
    except (KeyError, TypeError, ValueError) as problem:
        raise EventsFaulty(f"civil/life_events.yaml: {problem!r}") from problem


def _event(row: Mapping[str, Any]) -> LifeEvent:
    parts = tuple(
        Part(**{**part, "after": tuple(part.get("after", ())), "needs": tuple(part.get("needs", ()))})
        for part in row["parts"]
    )
    questions = tuple(read_field(row=question) for question in row.get("questions", ()))
    rest = {name: row[name] for name in ("code", "title", "summary", "icon")}
    return LifeEvent(**rest, parts=parts, questions=questions, hints=tuple(row.get("hints", ())))


def read_field(*, row: Mapping[str, Any]) -> FormField:
    """A question as YAML writes it."""
    choices = tuple(Choice(value=str(each["value"]), label=dict(each["label"])) for each in row.get("choices", ()))
    rest = {name: value for name, value in row.items() if name not in {"choices", "kind"}}
    return FormField(**rest, kind=FieldKind(row.get("kind", "text")), choices=choices)
