"""What the header and footer lead to. Rooms and systems add their lines in `apps.ready`; the framework knows none.

menu.add(title=_("My page"), url="portal:me", roles=("resident",), order=30)
menu.search(address="/services/")
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

EVERYONE = ("anonymous", "resident", "official")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the menu: a URL name or an address, and for whom."""

    title: Any
    url: str = ""
    address: str | Callable[[], str] = ""
    roles: tuple[str, ...] = EVERYONE
    order: int = 50
    foot: bool = False

    def target(self) -> str:
        """Where it leads; nothing where that room has no doors in this process."""
        if self.url:
            return link(self.url)
        return self.address() if callable(self.address) else self.address


_entries: dict[tuple[str, bool], Entry] = {}
_changes: list[str] = []
_search: dict[str, str | Callable[[], str]] = {}


def link(name: str) -> str:
    """The address of a URL name, or nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def add(
    *,
    title: Any,
    url: str = "",
    address: str | Callable[[], str] = "",
    roles: tuple[str, ...] = EVERYONE,
    order: int = 50,
    foot: bool = False,
) -> None:
    """Adds a line; the same address again replaces it."""
    entry = Entry(title=title, url=url, address=address, roles=roles, order=order, foot=foot)
    _entries[(url or str(address), foot)] = entry
    _changes.append(url)


def search(*, address: str | Callable[[], str]) -> None:
    """Where the header's search box sends its question (`?q=`)."""
    _search["address"] = address


def search_address() -> str:
    """The address that searches, or nothing."""
    address = _search.get("address", "")
    return address() if callable(address) else address


def entries(*, role: str, foot: bool = False) -> list[tuple[str, Any]]:
    """Addresses and titles for this role in their order."""
    chosen = [one for one in _entries.values() if one.foot is foot and role in one.roles]
    chosen.sort(key=lambda one: one.order)
    return [(target, one.title) for one in chosen if (target := one.target())]


def version() -> int:
    """Grows with every change, so that what was drawn before is drawn anew."""
    return len(_changes)
