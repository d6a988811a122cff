"""What a pack's law was checked against, and what nobody has checked yet.

A pack that speaks for a real country lists in `sources.yaml` the publications that its values were compared with:

    resident_rule: {kind: law, title: "…", publisher: "…", number: "…", issued_on: 2026-10-02, read: "consolidated text"}

`kind` says how good a source is: `law` (the text itself), `office` (an authority's own page), `press` (a newspaper on an
authority's notice), `guides` (private guides that agree: good enough to find a slip, not to rely on). `own` is none: no
authority sets the number, the pack chose it, and its citation says which law leaves it open.

A dated value (`source: resident_rule`), a service (`sources: [resident_rule]`) or a row of a table with a column `source`
names them. One that names none is unverified:
it was written from memory, and nobody should rely on it. The pack says so in `unverified.txt`, one entry a line, and a test
keeps that list true.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from madang.framework.law.pack import Pack

KINDS = ("law", "office", "press", "guides", "own")


class SourcesFaulty(ValueError):
    """A value names a publication that `sources.yaml` does not list, or the list is unreadable; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication: who says it, under which number, issued or last changed on which day, and how it was read."""

    key: str
    kind: str
    title: str
    publisher: str
    number: str = ""
    issued_on: date | None = None
    read: str = ""


def sources(*, pack: Pack) -> Mapping[str, Source]:
    """The publications of the pack by key; none for a pack without `sources.yaml`. Raises SourcesFaulty."""
    listed: Mapping[str, Any] = pack.data("sources") or {}
    try:
        found = {key: Source(key=key, **row) for key, row in listed.items()}
    except TypeError as problem:
        raise SourcesFaulty(f"sources.yaml of '{pack.code}': {problem}") from problem
    if wrong := [source.key for source in found.values() if source.kind not in KINDS]:
        raise SourcesFaulty(f"sources.yaml of '{pack.code}': {', '.join(wrong)} need a kind of {', '.join(KINDS)}.")
    return found


def named(*, pack: Pack) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every checked thing with the sources it names: `system.group.name 2026-01-01`, `service system.code`, or, of a table
    with a column `source`, `system table` and the row's first four cells; `requirement system.code` of `requirements.yaml`."""
    for key, parameter in sorted(pack.parameters.items()):
        for dated in parameter.values:
            yield f"{key} {dated.since}", (dated.source,) if dated.source else ()
    for path in sorted(pack.folder.glob("*/*.csv")):
        for row in pack.table(f"{path.parent.name}/{path.stem}"):
            if "source" in row:
                yield (
                    " ".join((path.parent.name, path.stem, *list(row.values())[:4])),
                    (row["source"],) if row["source"] else (),
                )
    for path in sorted(pack.folder.glob("*/requirements.yaml")):
        for row in (pack.data(f"{path.parent.name}/requirements") or {}).get("requirements", ()):
            yield f"requirement {path.parent.name}.{row['code']}", (row["source"],) if row.get("source") else ()
    for path in sorted(pack.folder.glob("*/services.yaml")):
        for code, row in (pack.data(f"{path.parent.name}/services") or {}).items():
            yield f"service {code}", tuple(row.get("sources", ()))


def unverified(*, pack: Pack) -> tuple[str, ...]:
    """What names no source. Raises SourcesFaulty where a source is named that the pack does not list."""
    listed = sources(pack=pack)
    found = []
    for thing, keys in named(pack=pack):
        if unknown := set(keys) - set(listed):
            raise SourcesFaulty(f"{thing} names {', '.join(sorted(unknown))}, which sources.yaml does not list.")
        if not keys:
            found.append(thing)
    return tuple(found)


def written_as_unverified(*, pack: Pack) -> tuple[str, ...]:
    """The entries of the pack's `unverified.txt`; lines that begin with `#` are remarks."""
    path = pack.folder / "unverified.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return tuple(line for line in lines if line and not line.startswith("#"))
