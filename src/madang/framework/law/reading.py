"""Dated parameters, read from a pack's files.

`countries/<code>/<system>/parameters/<group>.yaml`:

    abstract:
      unit: KRW
      values:
        2015-01-01: {value: 400, cite: "Resident Registration Act, Enforcement Rule art. 17 (4)", source: resident_rule}

Its key is `<system>.<group>.abstract`. A mapping without `values` is a sub-group (`<system>.<group>.sub.name`). `source` names
the publication in the pack's `sources.yaml` that the value was checked against; without it the value counts as unverified.
A value holds from its date until the next one; `null` says that the law ended. Nothing is guessed before the first date.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from madang.framework.law import units
from madang.framework.law.faults import LawFault
from madang.framework.law.yaml_file import read_yaml


class NoSuchParameter(LookupError):
    """The country's pack has no parameter of this key."""


class ParameterNotYetInForce(NoSuchParameter):
    """The parameter exists, but had no value yet on that day; it is not guessed."""


class ParameterEnded(LookupError):
    """The law that set the parameter had ended on that day."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A value in force from `since`; None where the law ended then."""

    since: date
    value: Any
    cite: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named quantity of the law with all its values in order of date."""

    key: str
    unit: str
    values: tuple[Dated, ...]

    def on(self, day: date) -> Dated:
        """What is in force on `day`. Raises ParameterNotYetInForce, ParameterEnded."""
        place = bisect_right(self.values, day, key=lambda dated: dated.since)
        if place == 0:
            raise ParameterNotYetInForce(f"'{self.key}' has no value before {self.values[0].since}; asked for {day}.")
        dated = self.values[place - 1]
        if dated.value is None:
            raise ParameterEnded(f"'{self.key}' ended on {dated.since} ({dated.cite}); asked for {day}.")
        return dated


def read_parameters(*, folder: Path, system: str, digits: int, faults: list[LawFault]) -> dict[str, Parameter]:
    """Every parameter of `folder/*.yaml`; mistakes are appended to `faults`, with all the good ones still read."""
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.yaml")):
        name = f"{system}/parameters/{path.name}"
        try:
            content = read_yaml(path=path)
        except yaml.YAMLError as problem:
            faults.append(LawFault(name, "", f"is no readable YAML: {problem}"))
            continue
        if not isinstance(content, Mapping):
            faults.append(LawFault(name, "", "must be a mapping from names to parameters"))
            continue
        for key, entry in _leaves(content, f"{system}.{path.stem}"):
            made = _parameter(key=key, entry=entry, file=name, digits=digits, faults=faults)
            if made is not None:
                found[key] = made
    return found


def _leaves(content: Mapping[Any, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, entry in content.items():
        key = f"{prefix}.{name}"
        if isinstance(entry, Mapping) and "values" not in entry and "unit" not in entry:
            yield from _leaves(entry, key)
        else:
            yield key, entry


def _parameter(*, key: str, entry: Any, file: str, digits: int, faults: list[LawFault]) -> Parameter | None:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("values"), Mapping) or not entry["values"]:
        faults.append(LawFault(file, key, "needs 'unit' and 'values' (start date: {value, cite})"))
        return None
    unit = str(entry.get("unit", ""))
    if not units.unit_known(unit):
        faults.append(LawFault(file, key, f"has the unknown unit '{unit}'"))
        return None
    dated = [
        made
        for since, given in entry["values"].items()
        if (made := _dated(key=key, since=since, given=given, unit=unit, file=file, digits=digits, faults=faults))
    ]
    return Parameter(key, unit, tuple(sorted(dated, key=lambda one: one.since))) if dated else None


def _dated(
    *, key: str, since: Any, given: Any, unit: str, file: str, digits: int, faults: list[LawFault]
) -> Dated | None:
    place = f"{key} {since}"
    if type(since) is not date:
        faults.append(LawFault(file, place, "must start on a date written YYYY-MM-DD"))
        return None
    if not isinstance(given, Mapping) or "value" not in given:
        faults.append(LawFault(file, place, "needs {value, cite}; write 'value: null' where the law ended"))
        return None
    cite = given.get("cite")
    if not isinstance(cite, str) or not cite.strip():
        faults.append(LawFault(file, place, "needs 'cite': the law and article it comes from"))
        return None
    source = str(given.get("source", ""))
    if given["value"] is None:
        return Dated(since, None, cite, source)
    try:
        return Dated(since, units.value_of(written=given["value"], unit=unit, digits=digits), cite, source)
    except units.ValueUnfit as problem:
        faults.append(LawFault(file, place, str(problem)))
        return None
