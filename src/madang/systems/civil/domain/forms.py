"""The rules of a service's form: its steps, which questions are shown, and every fault of the answers at once.

Answers are texts by field name, as they travel to the owner. A yes is `yes`, a no is `no`; several choices stand in one text,
each separated by a comma; a day is written as ISO 8601. An address carries its division beside it as `<field>_division`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from madang.contracts.services_v1 import FieldKind, FormField

DIVISION = "_division"
_EMPTY: Mapping[str, frozenset[str]] = {}
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class FormFault:
    """One answer that cannot stand: `code` says why; `values` fill the sentence that people read."""

    place: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """Questions asked on one screen."""

    name: str
    fields: tuple[FormField, ...]


def steps(*, fields: tuple[FormField, ...]) -> tuple[Step, ...]:
    """The screens in the order in which the fields first name them."""
    names = dict.fromkeys(each.step for each in fields)
    return tuple(Step(name, tuple(each for each in fields if each.step == name)) for name in names)


def is_shown(*, question: FormField, answers: Mapping[str, str]) -> bool:
    """Whether the question is asked, given earlier answers (`shown_when` is `field=value` or `field=value|value`)."""
    if not question.shown_when:
        return True
    name, _, wanted = question.shown_when.partition("=")
    return bool(set(answers.get(name, "").split(",")) & set(wanted.split("|")))


def kept(*, fields: tuple[FormField, ...], answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that belong to shown questions, trimmed; whatever else was sent is dropped."""
    known: dict[str, str] = {}
    for each in fields:
        if each.kind is FieldKind.FILE or not is_shown(question=each, answers=answers):
            continue
        for name in (each.name, each.name + DIVISION) if each.kind is FieldKind.ADDRESS else (each.name,):
            text = answers.get(name, "").strip().replace("\x00", "")
            if text:
                known[name] = text
    return known


def check(
    *,
    fields: tuple[FormField, ...],
    answers: Mapping[str, str],
    files: frozenset[str] = frozenset(),
    known_choices: Mapping[str, frozenset[str]] = _EMPTY,
) -> tuple[FormFault, ...]:
    """Every fault of these answers, in the order of the form.

    `files` names the file fields that have a file. `known_choices` are the values that the prefill offers for people and
    businesses; a value outside them is refused, for no form may name someone the register does not connect to the applicant.
    """
    faults: list[FormFault] = []
    for each in fields:
        if is_shown(question=each, answers=answers):
            faults.extend(_faults(each, answers, files, known_choices))
    return tuple(faults)


def _faults(
    question: FormField, answers: Mapping[str, str], files: frozenset[str], known_choices: Mapping[str, frozenset[str]]
) -> list[FormFault]:
    if question.kind is FieldKind.FILE:
        return [FormFault(question.name, "required_file")] if question.required and question.name not in files else []
    text = answers.get(question.name, "").strip()
    if not text:
        return [FormFault(question.name, "required")] if question.required else []
    if len(text) > question.max_length:
        return [FormFault(question.name, "too_long", {"most": question.max_length})]
    faults = _of_kind(question, text, known_choices.get(question.name))
    if question.kind is FieldKind.ADDRESS and not answers.get(question.name + DIVISION, "").strip():
        faults.append(FormFault(question.name, "division"))
    return faults


def _of_kind(question: FormField, text: str, known: frozenset[str] | None) -> list[FormFault]:
    if question.kind in _OFFERED:
        offered = frozenset(choice.value for choice in question.choices) | (known or frozenset())
        if known is None and not question.choices:
            # The owner was silent when the form was filled in; it checks the name itself when it acts.
            return []
        chosen = {text} if question.kind is FieldKind.CHOICE else set(text.split(","))
        return [] if chosen <= offered else [FormFault(question.name, "not_offered")]
    code = _CODES.get(question.kind)
    if code and not _CHECKS[question.kind](text):
        return [FormFault(question.name, code)]
    if question.pattern and not re.fullmatch(question.pattern, text):
        return [FormFault(question.name, "pattern")]
    return []


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-01-31") and date.fromisoformat(text).year >= 1800
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


_OFFERED = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.PERSON, FieldKind.BUSINESS})
_CODES = {FieldKind.DATE: "no_day", FieldKind.NUMBER: "no_number", FieldKind.YES_NO: "not_offered"}
_CHECKS: Mapping[FieldKind, Callable[[str], bool]] = {
    FieldKind.DATE: _is_day,
    FieldKind.NUMBER: _is_number,
    FieldKind.YES_NO: lambda text: text in {"yes", "no"},
}
