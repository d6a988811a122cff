"""The budget as a Fiscal Data Package: a Data Package (Frictionless) whose `model` says which columns are measures and
dimensions.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LINES = (
    ("line", "integer", "Number of the budget line"),
    ("year", "integer", "Fiscal year"),
    ("office", "string", "Code of the office"),
    ("office_title", "string", "Office"),
    ("programme", "string", "Code of the programme"),
    ("activity", "string", "Code of the activity"),
    ("activity_title", "string", "Activity"),
    ("economic", "string", "Economic class (IMF GFSM 2014)"),
    ("function", "string", "Function (UN COFOG 1999)"),
    ("fund", "string", "Fund; empty is the general account"),
    ("region", "string", "Code of the region; empty is the whole country"),
    ("approved", "number", "Appropriated by parliament"),
    ("adjusted", "number", "After transfers and carry-over"),
    ("allotted", "number", "Let go so far"),
    ("committed", "number", "Promised so far"),
    ("executed", "number", "Paid so far"),
)
CODES = (
    ("dimension", "string", "programme, economic, function or fund"),
    ("code", "string", "Code"),
    ("parent", "string", "Code above"),
    ("title_ko", "string", "Title in Korean"),
    ("title_en", "string", "Title in English"),
    ("first_year", "integer", "First fiscal year"),
    ("last_year", "integer", "Last fiscal year; empty while in force"),
)
COMMITMENTS = (
    ("number", "string", "Number of the commitment"),
    ("line", "integer", "Number of the budget line"),
    ("committed_on", "date", "Day"),
    ("purpose", "string", "What for"),
    ("payee", "string", "Payee; names of persons are masked"),
    ("amount", "number", "Amount"),
)
RESOURCES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "lines": LINES,
    "classification": CODES,
    "commitments": COMMITMENTS,
}
KEYS = {"lines": ["line"], "classification": ["dimension", "code", "first_year"], "commitments": ["number"]}
# Measures of the model: column, phase of the budget.
PHASES = (("approved", "approved"), ("adjusted", "adjusted"), ("executed", "executed"))
# Dimensions: name, kind, classification, code column, label column.
DIMENSIONS = (
    ("administrator", "classification", "administrative", "office", "office_title"),
    ("activity", "activity", "", "activity", "activity_title"),
    ("economic", "classification", "economic", "economic", ""),
    ("function", "classification", "functional", "function", ""),
    ("fund", "fact", "", "fund", ""),
    ("location", "location", "", "region", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the package says of itself."""

    name: str
    title: str
    country: str
    currency: str
    years: Sequence[int]
    licence: str = "CC-BY-4.0"


def descriptor(*, about: About) -> bytes:
    """The `datapackage.json`."""
    told = {
        "name": about.name,
        "title": about.title,
        "profile": "tabular-data-package",
        "countryCode": about.country,
        "granularity": "transactional",
        "fiscalPeriod": _period(about.years),
        "licenses": [{"name": about.licence, "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [_resource(name) for name in RESOURCES],
        "model": {"measures": _measures(about.currency), "dimensions": _dimensions()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def rows_as_csv(*, name: str, rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A resource's lines of text, its head first. RFC 4180, UTF-8, no mark."""
    yield _line([column for column, _kind, _says in RESOURCES[name]])
    for row in rows:
        yield _line(["" if cell is None else cell for cell in row])


def major(*, minor: int, digits: int) -> Decimal:
    """An amount in units of its currency."""
    return Decimal(minor).scaleb(-digits)


def _line(cells: Sequence[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _period(years: Sequence[int]) -> dict[str, str]:
    return {"start": f"{min(years)}-01-01", "end": f"{max(years)}-12-31"} if years else {}


def _resource(name: str) -> dict[str, Any]:
    fields = [{"name": column, "type": kind, "title": says} for column, kind, says in RESOURCES[name]]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": KEYS[name]}
    if name == "commitments":
        schema["foreignKeys"] = [{"fields": ["line"], "reference": {"resource": "lines", "fields": ["line"]}}]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _measures(currency: str) -> dict[str, Any]:
    given = {"currency": currency, "direction": "expenditure", "factor": 1}
    return {name: {"source": name, "resource": "lines", "phase": phase, **given} for name, phase in PHASES}


def _dimensions() -> dict[str, Any]:
    found: dict[str, Any] = {
        "date": {
            "dimensionType": "datetime",
            "primaryKey": ["year"],
            "attributes": {"year": {"source": "year", "resource": "lines"}},
        }
    }
    for name, kind, classification, code, label in DIMENSIONS:
        attributes = {code: {"source": code, "resource": "lines"}}
        if label:
            attributes[label] = {"source": label, "resource": "lines", "labelfor": code}
        found[name] = {"dimensionType": kind, "primaryKey": [code], "attributes": attributes}
        if classification:
            found[name]["classificationType"] = classification
    return found
