"""The doors that systems declare. Without an operator's word a door is free: nobody waits."""

from dataclasses import dataclass
from typing import Any

from madang.framework.ui import menu


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A door: its permanent code, its title, the URL name of the page behind it, and what to have at hand meanwhile."""

    code: str
    title: Any
    start: str
    prepare: tuple[Any, ...] = ()

    def start_address(self) -> str:
        """The page behind the door."""
        return menu.link(self.start) or "/"


_doors: dict[str, Declared] = {}


def declare_door(code: str, *, title: Any, start: str, prepare: tuple[Any, ...] = ()) -> Declared:
    """Declares a door. Declared again with one code, the later one stands."""
    _doors[code] = Declared(code=code, title=title, start=start, prepare=prepare)
    return _doors[code]


def declared_door(code: str) -> Declared | None:
    """The door of that code."""
    return _doors.get(code)


def declared_doors() -> tuple[Declared, ...]:
    """All doors by code."""
    return tuple(_doors[code] for code in sorted(_doors))
