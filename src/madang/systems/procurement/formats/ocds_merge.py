"""Compiled and versioned releases, by the merging rules of OCDS 1.1 ("Merging", Releases and Records reference).

Releases are merged oldest first, field by field. A null removes the field. Arrays of objects are merged by the objects'
`id`, which every object in our arrays has; arrays of plain values, and those that the schema marks `wholeListMerge`, are
replaced. `id`, `date` and `tag` of the release itself are not merged (`omitWhenMerged`). In a versioned release `ocid` and
the `id`s of objects in arrays stand by themselves, as keys do; every other field has its versions.

Merging what the release before said too changes nothing, so equal parts are passed over at once: most of a release is as
before.
"""

from collections.abc import Callable, Iterable, Sequence
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
_OWN = frozenset({"id", "date", "tag", "ocid"})
_NOTHING: Json = {}
_Merge = Callable[[Json, Json, Json], None]


def compiled(releases: Sequence[Json]) -> Json:
    """What all releases together say now."""
    ordered = in_order(releases)
    last = ordered[-1]
    now: Json = {"ocid": last["ocid"], "tag": ["compiled"]}
    before = _NOTHING
    for one in ordered:
        said = _merged_part(one)
        _merge(said, before, now)
        before = said
    now["id"] = f"{last['ocid']}-{last['date']}"
    now["date"] = last["date"]
    return now


def versioned(releases: Sequence[Json]) -> Json:
    """What each field said, and since which release."""
    ordered = in_order(releases)
    history: Json = {"ocid": ordered[-1]["ocid"]}
    before = _NOTHING
    for one in ordered:
        said = _merged_part(one)
        _version({"releaseID": one["id"], "releaseDate": one["date"], "releaseTag": one["tag"]})(said, before, history)
        before = said
    return history


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


def _merged_part(release: Json) -> Json:
    return {name: field for name, field in release.items() if name not in _OWN}


def _merge(new: Json, before: Json, into: Json) -> None:
    for name, field in new.items():
        earlier = before.get(name)
        if field is None:
            into.pop(name, None)
        elif field == earlier:
            continue
        elif type(field) is dict:
            held = into.get(name)
            if type(held) is not dict:
                held = into[name] = {}
            _merge(field, earlier if type(earlier) is dict else _NOTHING, held)
        elif _by_identifier(name, field):
            _merge_list(field, earlier, into.setdefault(name, []), _merge)
        else:
            into[name] = field


def _version(said: Json) -> _Merge:
    """A merge that adds versions of one release."""

    def add(new: Json, before: Json, into: Json) -> None:
        for name, field in new.items():
            earlier = before.get(name)
            if field == earlier and name in before:
                continue
            if type(field) is dict:
                add(field, earlier if type(earlier) is dict else _NOTHING, into.setdefault(name, {}))
            elif _by_identifier(name, field):
                _merge_list(field, earlier, into.setdefault(name, []), add_keyed)
            elif name not in into:
                into[name] = [{**said, "value": field}]
            elif into[name][-1]["value"] != field:
                into[name].append({**said, "value": field})

    def add_keyed(new: Json, before: Json, into: Json) -> None:
        into["id"] = new["id"]
        add({name: field for name, field in new.items() if name != "id"}, before, into)

    return add


def _by_identifier(name: str, field: Any) -> bool:
    return type(field) is list and bool(field) and type(field[0]) is dict and name not in _WHOLE


def _merge_list(new: list[Json], before: Any, into: list[Json], merge: _Merge) -> None:
    places = {one["id"]: one for one in into}
    earlier = {one["id"]: one for one in before} if type(before) is list else _NOTHING
    for one in new:
        key = one["id"]
        held = places.get(key)
        if held is None:
            held = places[key] = {}
            into.append(held)
        merge(one, earlier.get(key, _NOTHING), held)
