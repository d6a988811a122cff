"""A country's pack, read from its folder."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

import yaml

from madang.framework.law.faults import LawFault, PackFaulty
from madang.framework.law.reading import Parameter, read_parameters
from madang.framework.law.slots import Filling, fillings_in
from madang.framework.law.yaml_file import read_yaml

ENTRY_POINTS = "madang.countries"
BUILT_IN = "madang.countries"


class NoSuchPack(LookupError):
    """No built-in pack and no installed one has this code."""


class Calendar(Protocol):
    """A country's `calendar.py`: weekend days (Monday is 0), public holidays and how a term is counted."""

    WEEKEND: frozenset[int]

    def holidays(self, *, year: int) -> Mapping[date, str]:
        """The public holidays of a year with their English names."""

    def due_on(self, *, start: date, days: int) -> date:
        """The last day of a term of `days` that runs from an act on `start`."""


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division: `level` 1 is the first below the state; `tile` places it on a tile map (column, row)."""

    code: str
    parent: str
    level: int
    native: str
    latin: str
    tile: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """How the number of a resident looks: `form` has `#` for each symbol, `shown` symbols stay readable when masked."""

    names: Mapping[str, str]
    form: str
    shown: int

    @property
    def length(self) -> int:
        """How many symbols it has, separators apart."""
        return self.form.count("#")

    def write(self, *, number: str, masked: bool = False) -> str:
        """The number as people write it; masked, the rest after `shown` symbols is `*`."""
        symbols = iter(
            symbol if not masked or place < self.shown else "*" for place, symbol in enumerate(number[: self.length])
        )
        return "".join(next(symbols, "") if mark == "#" else mark for mark in self.form)


@dataclass(frozen=True)
class Pack:
    """A country: its money, languages, calendar, divisions, texts and law. Read-only and shared."""

    code: str
    package: str
    folder: Path
    names: Mapping[str, str]
    currency: str
    currency_digits: int
    languages: tuple[str, ...]
    time_zone: str
    name_order: str
    identity_number: IdentityNumber
    theme: Mapping[str, Any]
    calendar: Calendar
    parameters: Mapping[str, Parameter]
    fillings: Mapping[str, Filling]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    _read: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The country's name in its first language."""
        return self.names[self.languages[0]]

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """All divisions of `divisions.csv`, parents before their parts."""
        return tuple(_division(row) for row in self.table("divisions"))

    @cached_property
    def division_by_code(self) -> Mapping[str, Division]:
        """The divisions by their code."""
        return {division.code: division for division in self.divisions}

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems for which the pack has a folder."""
        return tuple(sorted(path.name for path in self.folder.iterdir() if _is_system(path)))

    def text(self, key: str, *, language: str = "") -> str:
        """The country's own word for `key` (`texts.yaml`) in `language`, else in its first language. Raises KeyError."""
        words = self.texts[key]
        return words.get(language) or words[self.languages[0]]

    def data(self, name: str) -> Any:
        """The content of `<name>.yaml` of the pack (`offices`, `demo`, `population/services`); None where there is none.

        Read once and shared: callers change nothing in it.
        """
        if name not in self._read:
            path = self.folder / f"{name}.yaml"
            self._read[name] = read_yaml(path=path) if path.is_file() else None
        return self._read[name]

    def table(self, name: str) -> tuple[dict[str, str], ...]:
        """The rows of `<name>.csv`; lines that begin with `#` are remarks. Empty where there is none."""
        path = self.folder / f"{name}.csv"
        if not path.is_file():
            return ()
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


def _division(row: Mapping[str, str]) -> Division:
    tile = (int(row["tile_x"]), int(row["tile_y"])) if row["tile_x"] else None
    return Division(row["code"], row["parent"], int(row["level"]), row["native"], row["latin"], tile)


def _is_system(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith((".", "_")) and path.name != "tests" and path.name != "locale"


def known_packs() -> Mapping[str, str]:
    """The code of each pack and the Python package that holds it: the built-in ones and those installed beside."""
    packs = {point.name: point.value for point in entry_points(group=ENTRY_POINTS)}
    root = find_spec(BUILT_IN)
    for place in root.submodule_search_locations or () if root else ():
        packs |= {
            path.parent.name: f"{BUILT_IN}.{path.parent.name}" for path in sorted(Path(place).glob("*/pack.toml"))
        }
    return packs


@cache
def load_pack(code: str) -> Pack:
    """The pack of this code. Raises NoSuchPack, or PackFaulty with every mistake in it."""
    package = known_packs().get(code)
    spec = find_spec(package) if package else None
    if package is None or spec is None or spec.origin is None:
        raise NoSuchPack(f"There is no country pack '{code}'; there are: {', '.join(sorted(known_packs()))}.")
    return read_pack(folder=Path(spec.origin).parent, package=package)


def _texts(folder: Path, faults: list[LawFault]) -> Any:
    path = folder / "texts.yaml"
    try:
        return read_yaml(path=path) if path.is_file() else {}
    except yaml.YAMLError as problem:
        faults.append(LawFault(path.name, "", f"is no readable YAML: {problem}"))
        return {}


def read_pack(*, folder: Path, package: str) -> Pack:
    """The pack in `folder`, importable as `package`. Raises PackFaulty."""
    faults: list[LawFault] = []
    try:
        head = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
        calendar = cast("Calendar", import_module(f"{package}.calendar"))
    except (OSError, ValueError, ImportError) as problem:
        raise PackFaulty(code=folder.name, faults=[LawFault("pack.toml", "", str(problem))]) from problem
    faults += _head_faults(head)
    if faults:
        raise PackFaulty(code=folder.name, faults=faults)
    parameters = dict(_parameters(folder, int(head["currency_digits"]), faults))
    fillings = _fillings(folder, package, faults)
    texts = _texts(folder, faults)
    if faults:
        raise PackFaulty(code=head["code"], faults=faults)
    number = head["identity_number"]
    return Pack(
        code=head["code"],
        package=package,
        folder=folder,
        names=head["name"],
        currency=head["currency"],
        currency_digits=head["currency_digits"],
        languages=tuple(head["languages"]),
        time_zone=head["time_zone"],
        name_order=head["name_order"],
        identity_number=IdentityNumber(number["name"], number["form"], number["shown"]),
        theme=head.get("theme", {}),
        calendar=calendar,
        parameters=parameters,
        fillings=fillings,
        texts=texts,
    )


NEEDED: Mapping[str, type] = {
    "code": str,
    "name": dict,
    "currency": str,
    "currency_digits": int,
    "languages": list,
    "time_zone": str,
    "name_order": str,
    "identity_number": dict,
}


def _head_faults(head: Mapping[str, Any]) -> list[LawFault]:
    faults = [
        LawFault("pack.toml", name, f"is missing or no {kind.__name__}")
        for name, kind in NEEDED.items()
        if not isinstance(head.get(name), kind)
    ]
    if not faults and head["name_order"] not in {"family_first", "given_first"}:
        faults.append(LawFault("pack.toml", "name_order", "is 'family_first' or 'given_first'"))
    if not faults and (missing := [one for one in head["languages"] if one not in head["name"]]):
        faults.append(LawFault("pack.toml", "name", f"has no name in {', '.join(missing)}"))
    return faults


def _parameters(folder: Path, digits: int, faults: list[LawFault]) -> Iterator[tuple[str, Parameter]]:
    for path in sorted(folder.iterdir()):
        if _is_system(path) and (path / "parameters").is_dir():
            found = read_parameters(folder=path / "parameters", system=path.name, digits=digits, faults=faults)
            yield from found.items()


def _fillings(folder: Path, package: str, faults: list[LawFault]) -> Mapping[str, Filling]:
    found: dict[str, Filling] = {}
    for path in sorted(folder.glob("*/law.py")):
        module = import_module(f"{package}.{path.parent.name}.law")
        for filling in fillings_in(module):
            name = filling.slot.name
            if name in found:
                faults.append(LawFault(f"{path.parent.name}/law.py", name, "is filled twice"))
            found[name] = filling
            faults += [LawFault(f"{path.parent.name}/law.py", name, says) for says in filling.misfits()]
    return found
