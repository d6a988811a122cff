"""Worked examples: what a published source says comes out, run as tests.

`countries/<code>/<system>/worked_examples/*.yaml` is a list of

    - says: Two children in 2024
      source: "NTS year-end guide, p. 41"
      parameter: civil.fees.seal_certificate     # or one of:
      slot: businesses.check_number              #   a slot, called with `given`
      due_on: {start: 2026-02-13, days: 7}       #   the last day of a term
      call: civil.examples:answer_of             #   a function of the pack, called with `given`
      on: 2025-01-01                             # for a parameter
      given: {number: "1248100998"}
      expect: 600

Money is compared by its minor units, an enum by its value, an object with a `code` by that code or by the named attributes.
"""

import inspect
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from typing import Any

from madang.framework.law.active import use_country
from madang.framework.law.pack import Pack
from madang.framework.law.slots import Filled
from madang.framework.law.yaml_file import read_yaml
from madang.framework.values import Money

KINDS = ("parameter", "slot", "due_on", "call")


class ExampleFaulty(ValueError):
    """A worked example cannot be run: it has no source, nothing to run or nothing to expect."""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One example with where it was read and where its expectation comes from."""

    file: str
    says: str
    source: str
    kind: str
    what: Any
    given: Mapping[str, Any]
    expect: Any
    on: Any = None

    def __str__(self) -> str:
        return f"{self.file}: {self.says}"


def worked_examples(*, pack: Pack) -> Iterator[WorkedExample]:
    """Every example of the pack. Raises ExampleFaulty."""
    for path in sorted(pack.folder.glob("*/worked_examples/*.yaml")):
        for place, row in enumerate(read_yaml(path=path) or (), start=1):
            yield _example(row=row, file=str(path.relative_to(pack.folder)), place=place)


def _example(*, row: Mapping[str, Any], file: str, place: int) -> WorkedExample:
    kind = next((one for one in KINDS if one in row), "")
    if not row.get("source") or not kind or "expect" not in row:
        raise ExampleFaulty(f"{file}, example {place}: needs 'source', 'expect' and one of {', '.join(KINDS)}.")
    return WorkedExample(
        file=file,
        says=str(row.get("says", place)),
        source=row["source"],
        kind=kind,
        what=row[kind],
        given=row.get("given", {}),
        expect=row["expect"],
        on=row.get("on"),
    )


def outcome_of(*, example: WorkedExample, pack: Pack) -> Any:
    """What our law makes of the example."""
    from madang.framework.law.days import due_on
    from madang.framework.law.parameters import parameter

    with use_country(pack.code):
        if example.kind == "parameter":
            return parameter(example.what, on=example.on)
        if example.kind == "due_on":
            return due_on(**example.what)
        if example.kind == "slot":
            filling = pack.fillings[example.what]
            if not isinstance(filling, Filled):
                raise ExampleFaulty(f"{example}: '{example.what}' does not apply in {pack.code}.")
            return filling.function(**_typed(filling.function, example.given))
        module, _, name = str(example.what).partition(":")
        return getattr(import_module(f"{pack.package}.{module}"), name)(**example.given)


def agrees(*, expected: Any, actual: Any) -> bool:
    """Whether `actual` is what was expected, as this module's docstring compares."""
    if isinstance(actual, Money):
        return bool(expected == actual.minor)
    if isinstance(actual, Enum):
        return bool(expected == actual.value)
    if isinstance(expected, Mapping):
        read = actual.get if isinstance(actual, Mapping) else lambda name: getattr(actual, name)
        return all(agrees(expected=value, actual=read(name)) for name, value in expected.items())
    if isinstance(expected, list):
        return len(expected) == len(actual) and all(
            agrees(expected=one, actual=other) for one, other in zip(expected, actual, strict=True)
        )
    return bool(expected == getattr(actual, "code", actual))


def _typed(function: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values, with texts made enum members where the function wants one."""
    hints = typing.get_type_hints(function)
    return {
        name: _as(hints.get(name), value)
        for name, value in given.items()
        if name in inspect.signature(function).parameters
    }


def _as(wanted: Any, value: Any) -> Any:
    return wanted(value) if isinstance(wanted, type) and issubclass(wanted, Enum) else value
