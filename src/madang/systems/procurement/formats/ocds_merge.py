"""Compiled and versioned releases, by the merging rules of OCDS 1.1 ("Merging", Releases and Records reference).

Releases are merged oldest first, field by field. A null removes the field. Arrays of objects with an `id` are merged by it;
arrays of plain values, and those that the schema marks `wholeListMerge`, are replaced. `id`, `date` and `tag` of the release
itself are not merged (`omitWhenMerged`). In a versioned release `ocid` and the `id`s of objects in arrays stand by themselves,
as keys do; every other field has its versions.
"""

from collections.abc import Iterable, Sequence
from typing import Any

Json = dict[str, Any]

# What the schema of OCDS 1.1.5 marks `wholeListMerge`, by the field's name: no field of these names is merged otherwise.
_WHOLE = frozenset(
    {
        "additionalClassifications",
        "additionalIdentifiers",
        "additionalProcurementCategories",
        "changes",
        "relationship",
        "roles",
        "submissionMethod",
    }
)
_OWN = frozenset({"id", "date", "tag"})


def compiled(releases: Sequence[Json]) -> Json:
    """What all releases together say now."""
    ordered = in_order(releases)
    merged: Json = {"tag": ["compiled"]}
    for one in ordered:
        _merge({name: field for name, field in one.items() if name not in _OWN}, into=merged)
    last = ordered[-1]
    merged["id"] = f"{last['ocid']}-{last['date']}"
    merged["date"] = last["date"]
    return merged


def versioned(releases: Sequence[Json]) -> Json:
    """What each field said, and since which release."""
    merged: Json = {}
    for one in in_order(releases):
        said = {"releaseID": one["id"], "releaseDate": one["date"], "releaseTag": one["tag"]}
        for name, field in one.items():
            if name == "ocid":
                merged[name] = field
            elif name not in _OWN:
                _version(name, field, said, into=merged)
    return merged


def record(*, ocid: str, releases: Sequence[Json]) -> Json:
    """The record of one ocid with its releases, embedded and in the order of their dates."""
    ordered = in_order(releases)
    return {
        "ocid": ocid,
        "releases": ordered,
        "compiledRelease": compiled(ordered),
        "versionedRelease": versioned(ordered),
    }


def in_order(releases: Iterable[Json]) -> list[Json]:
    """By date; releases of one instant stay as they were written."""
    return sorted(releases, key=lambda one: str(one["date"]))


def _merge(new: Json, *, into: Json) -> None:
    for name, field in new.items():
        if field is None:
            into.pop(name, None)
        elif isinstance(field, dict):
            held = into.get(name)
            if not isinstance(held, dict):
                held = into[name] = {}
            _merge(field, into=held)
        elif _by_identifier(name, field):
            _merge_list(field, into=into.setdefault(name, []))
        else:
            into[name] = field


def _by_identifier(name: str, field: Any) -> bool:
    return isinstance(field, list) and name not in _WHOLE and bool(field) and isinstance(field[0], dict)


def _merge_list(new: list[Json], *, into: list[Json]) -> None:
    places = {one["id"]: one for one in into if "id" in one}
    for one in new:
        held = places.get(one["id"]) if "id" in one else None
        if held is None:
            held = {}
            into.append(held)
        _merge(one, into=held)


def _version(name: str, field: Any, said: Json, *, into: Json) -> None:
    if isinstance(field, dict):
        held = into.setdefault(name, {})
        for inner, deeper in field.items():
            _version(inner, deeper, said, into=held)
    elif _by_identifier(name, field):
        _version_list(field, said, into=into.setdefault(name, []))
    else:
        told = into.setdefault(name, [])
        if not told or told[-1]["value"] != field:
            told.append({**said, "value": field})


def _version_list(new: list[Json], said: Json, *, into: list[Json]) -> None:
    places = {one["id"]: one for one in into if "id" in one}
    for one in new:
        held = places.get(one["id"]) if "id" in one else None
        if held is None:
            held = {}
            into.append(held)
        for inner, deeper in one.items():
            if inner == "id":
                held["id"] = deeper
            else:
                _version(inner, deeper, said, into=held)
