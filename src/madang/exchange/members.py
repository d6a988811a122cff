"""Where each system runs, and which members there are."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class Road:
    """The way to a system that runs elsewhere: its member's name, its exchange address (`https://host:port`), and the
    address of its pages for people."""

    system: str
    member: str
    address: str
    pages: str = ""


def own_name() -> str:
    """This member's name."""
    return str(settings.MADANG_MEMBER)


def runs_here(system: str) -> bool:
    """Whether `system` runs in this process."""
    return system in settings.SYSTEMS


def road(system: str) -> Road | None:
    """The road to `system`; None where it is unknown or runs here."""
    entry = settings.ROADS.get(system)
    if not entry:
        return None
    return Road(system=system, member=entry["member"], address=entry["address"], pages=entry.get("pages", ""))


def roads() -> tuple[Road, ...]:
    """One road a neighbouring member (its first system's)."""
    found: dict[str, Road] = {}
    for system in settings.ROADS:
        way = road(system)
        if way is not None:
            found.setdefault(way.member, way)
    return tuple(found.values())


def pages_of(system: str) -> str:
    """What stands before a path of `system`'s pages: nothing where it runs here, else its member's address."""
    way = road(system)
    return way.pages if way else ""


def pages_of_member(member: str) -> str:
    """What stands before a path of `member`'s pages."""
    return next((way.pages for way in roads() if way.member == member), "")


def member_of(system: str) -> str:
    """The member that runs `system`."""
    way = road(system)
    return way.member if way else own_name()


def systems() -> tuple[str, ...]:
    """Every system this member knows, its own first."""
    return (*settings.SYSTEMS, *settings.ROADS)
