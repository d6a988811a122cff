"""Compiled and versioned releases, by the merging rules of OCDS 1.1 ("Merging", Releases and Records reference).

Releases are merged oldest first, field by field. A null removes the field. Arrays of objects are merged by the objects'
`id`, which every object in our arrays has; arrays of plain values, and those that the schema marks `wholeListMerge`, are
replaced. `id`, `date` and `tag` of the release itself are not merged (`omitWhenMerged`). In a versioned release `ocid` and
the `id`s of objects in arrays stand by themselves, as keys do; every other field has its versions.

Merging what the release before said too changes nothing, so equal parts are passed over at once: most of a release is as
before.
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
_OWN = frozenset({"id", "date", "tag", "ocid"})
_NOTHING: Json = {}


def compiled(releases: Sequence[Json]) -> Json:
    """What all releases together say now. Parts of it are the releases' own: change neither."""
    ordered = in_order(releases)
    last = ordered[-1]
    now: Json = {}
    for one in ordered:
        now = _joined(now, one)
    if _holds_null(now):
        now = _without_nulls(now)
    return now | {"tag": ["compiled"], "id": f"{last['ocid']}-{last['date']}", "date": last["date"]}


def versioned(releases: Sequence[Json]) -> Json:
    """What each field said, and since which release."""
    ordered = in_order(releases)
    history: Json = {}
    before = _NOTHING
    for one in ordered:
        said = {name: field for name, field in one.items() if name not in _OWN}
        _Versions(one).add(said, before, history)
        before = said
    history["ocid"] = ordered[-1]["ocid"]
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


def _by_identifier(name: str, field: Any) -> bool:
    return type(field) is list and bool(field) and type(field[0]) is dict and name not in _WHOLE


def _joined(old: Json, new: Json) -> Json:
    """Both, the newer where they differ; neither is changed."""
    both = old.copy()
    for name, field in new.items():
        held = old.get(name)
        if held == field and name in old:
            continue
        if type(field) is dict and type(held) is dict:
            both[name] = _joined(held, field)
        elif type(held) is list and _by_identifier(name, field):
            both[name] = _joined_list(held, field)
        else:
            both[name] = field
    return both


def _joined_list(old: list[Json], new: list[Json]) -> list[Json]:
    both = {one["id"]: one for one in old}
    for one in new:
        held = both.get(one["id"])
        if held is None:
            both[one["id"]] = one
        elif held != one:
            both[one["id"]] = _joined(held, one)
    return list(both.values())


def _holds_null(now: Json) -> bool:
    for field in now.values():
        kind = type(field)
        if kind is dict:
            if _holds_null(field):
                return True
        elif kind is list:
            if field and type(field[0]) is dict and any(map(_holds_null, field)):
                return True
        elif field is None:
            return True
    return False


def _without_nulls(now: Json) -> Json:
    """The same without the fields that a release removed."""
    kept: Json = {}
    for name, field in now.items():
        if type(field) is dict:
            kept[name] = _without_nulls(field)
        elif _by_identifier(name, field):
            kept[name] = [_without_nulls(one) for one in field]
        elif field is not None:
            kept[name] = field
    return kept


class _Versions:
    """Adds what one release says to the history."""

    def __init__(self, release: Json) -> None:
        self._key, self._date, self._tag = release["id"], release["date"], release["tag"]

    def add(self, new: Json, before: Json, into: Json) -> None:
        """The fields of an object; what `before`, the release before, said as well is passed over."""
        for name, field in new.items():
            earlier = before.get(name)
            if earlier == field and name in before:
                continue
            held = into.get(name)
            if held is None:
                into[name] = self._first(name, field)
            elif type(field) is dict:
                self.add(field, earlier if type(earlier) is dict else _NOTHING, held)
            elif _by_identifier(name, field):
                self._add_list(field, earlier, held)
            elif held[-1]["value"] != field:
                held.append(self._told(field))

    def _add_list(self, new: list[Json], before: Any, into: list[Json]) -> None:
        places = {one["id"]: one for one in into}
        earlier = {one["id"]: one for one in before} if type(before) is list else _NOTHING
        for one in new:
            key = one["id"]
            held, said = places.get(key), earlier.get(key, _NOTHING)
            if held is None:
                into.append(self._first_keyed(one))
            elif said != one:
                # An equal key is passed over, so that it stays a key and gets no versions.
                self.add(one, {**said, "id": key}, held)

    def _first(self, name: str, field: Any) -> Any:
        kind = type(field)
        if kind is dict:
            return self._all_first(field)
        if kind is list and field and type(field[0]) is dict and name not in _WHOLE:
            return [self._first_keyed(one) for one in field]
        return [self._told(field)]

    def _all_first(self, new: Json) -> Json:
        key, date, tag = self._key, self._date, self._tag
        made: Json = {}
        for name, field in new.items():
            # Most fields are texts: those go without another call.
            if type(field) is str:
                made[name] = [{"releaseID": key, "releaseDate": date, "releaseTag": tag, "value": field}]
            else:
                made[name] = self._first(name, field)
        return made

    def _first_keyed(self, one: Json) -> Json:
        made = self._all_first(one)
        made["id"] = one["id"]
        return made

    def _told(self, field: Any) -> Json:
        return {"releaseID": self._key, "releaseDate": self._date, "releaseTag": self._tag, "value": field}
