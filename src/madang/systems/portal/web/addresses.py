"""Where pages of neighbours are: a system in this process, or a member elsewhere."""

from urllib.parse import urlsplit

from django.conf import settings

from madang.exchange import members


def _base(entry: dict[str, str] | None) -> str:
    """The address that people use for a member (`pages` of its road), without a slash at the end."""
    return (entry or {}).get("pages", "").rstrip("/")


def of_member(*, member: str, link: str | None) -> str:
    """A link that a member gave, made whole. A member may only lead to its own pages."""
    if not link:
        return ""
    path = urlsplit(link)
    local = path._replace(scheme="", netloc="").geturl()
    if member == members.own_name():
        return local
    road = next((one for one in settings.ROADS.values() if one.get("member") == member), None)
    return _base(road) + local


def of_system(*, system: str, path: str) -> str:
    """A page of a system, wherever it runs."""
    return path if members.runs_here(system) else _base(settings.ROADS.get(system)) + path


def search_page() -> str:
    """Where services are searched."""
    return of_system(system="civil", path="/services/")
