"""What the header and footer lead to. Rooms and systems add their lines in `apps.ready`; the framework knows none.

menu.add(title=_("Benefits"), url="civil:benefits", group="services", order=14)
menu.search(address="/services/")
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

EVERYONE = ("anonymous", "resident", "official")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the menu: a URL name or an address, and for whom. `duties` narrows it to who holds one of them."""

    title: Any
    url: str = ""
    address: str | Callable[[], str] = ""
    roles: tuple[str, ...] = EVERYONE
    duties: tuple[str, ...] = ()
    order: int = 50
    foot: bool = False
    group: str = ""

    def target(self) -> str:
        """Where it leads; nothing where that room has no doors in this process."""
        if self.url:
            return link(self.url)
        return self.address() if callable(self.address) else self.address

    def is_for(self, *, role: str, duties: frozenset[str]) -> bool:
        """Whether somebody of this role who holds these duties sees it."""
        return role in self.roles and (not self.duties or not duties.isdisjoint(self.duties))


@dataclass(frozen=True, kw_only=True)
class Section:
    """Lines that belong together, as a role sees them. Without a title: one line that stands by itself."""

    title: Any
    lines: tuple[tuple[str, Any], ...]


# "top" has no title: its lines stand by themselves.
_groups: dict[str, tuple[int, Any]] = {
    "top": (10, ""),
    "services": (20, _("Services")),
    "documents": (30, _("Documents and identity")),
    "registers": (40, _("Registers")),
    "money": (50, _("Taxes and public money")),
    "openness": (60, _("Openness and taking part")),
    "officials": (70, _("For officials")),
}
_entries: dict[tuple[str, bool], Entry] = {}
_changes: list[str] = []
_search: dict[str, str | Callable[[], str]] = {}


class UnknownGroup(ValueError):
    """A line names a group that nobody declared."""


def link(name: str) -> str:
    """The address of a URL name, or nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def group(code: str, *, title: Any, order: int) -> None:
    """Declares a group beside the framework's own: top, services, documents, registers, money, openness, officials."""
    _groups[code] = (order, title)
    _changes.append(code)


def add(
    *,
    title: Any,
    url: str = "",
    address: str | Callable[[], str] = "",
    roles: tuple[str, ...] = EVERYONE,
    duties: tuple[str, ...] = (),
    order: int = 50,
    foot: bool = False,
    group: str = "",
) -> None:
    """Adds a line; the same address again replaces it. Without a group it stands under services, or under officials.

    A page that is open to some duties only names them here too, so that nobody is led to a closed door.
    """
    group = group or ("officials" if roles == ("official",) else "services")
    if group not in _groups:
        raise UnknownGroup(f"The menu has no group {group!r}; there are: {', '.join(_groups)}.")
    entry = Entry(
        title=title, url=url, address=address, roles=roles, duties=duties, order=order, foot=foot, group=group
    )
    _entries[(url or str(address), foot)] = entry
    _changes.append(url)


def search(*, address: str | Callable[[], str]) -> None:
    """Where the header's search box sends its question (`?q=`)."""
    _search["address"] = address


def search_address() -> str:
    """The address that searches, or nothing."""
    address = _search.get("address", "")
    return address() if callable(address) else address


def entries(*, role: str, duties: frozenset[str] = frozenset(), foot: bool = False) -> list[tuple[str, Any]]:
    """Addresses and titles for this role and these duties in their order."""
    return [line for one in _chosen(role, duties, foot) if (line := (one.target(), one.title))[0]]


def _chosen(role: str, duties: frozenset[str], foot: bool) -> list[Entry]:
    """The entries for a role and duties in their order, wherever they lead."""
    found = (one for one in _entries.values() if one.foot is foot and one.is_for(role=role, duties=duties))
    return sorted(found, key=lambda one: one.order)


def sections(*, role: str, duties: frozenset[str] = frozenset()) -> list[Section]:
    """The header's lines for this role and these duties by group, groups and lines in their order.

    Groups with nothing for this role are left out; a line that is alone in its group stands by itself.
    """
    found: list[Section] = []
    chosen = _chosen(role, duties, False)
    for code, (_order, title) in sorted(_groups.items(), key=lambda one: one[1][0]):
        lines = [(target, one.title) for one in chosen if one.group == code and (target := one.target())]
        if title and len(lines) > 1:
            found.append(Section(title=title, lines=tuple(lines)))
        else:
            found.extend(Section(title="", lines=(line,)) for line in lines)
    return found


def version() -> int:
    """Grows with every change, so that what was drawn before is drawn anew."""
    return len(_changes)
