"""Every URL of the systems that run in this process."""

from collections.abc import Iterable
from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from madang.framework.identity.access import ANYONE, open_to

Doors = list[URLPattern | URLResolver]
# What django-ninja adds to each API by itself: its OpenAPI description, and the root that it reckons addresses from.
DESCRIPTIONS = {"openapi-json", "api-root"}


def _doors(module: str, prefix: str) -> Doors:
    """`<module>.urls` under `prefix`, when the room has doors."""
    has_doors = find_spec(module) and find_spec(f"{module}.urls")
    doors: Doors = [path(prefix, include(f"{module}.urls"))] if has_doors else []
    _open_descriptions(doors)
    return doors


def _open_descriptions(doors: Iterable[URLPattern | URLResolver]) -> None:
    """What describes an API is open to anyone."""
    for door in doors:
        if isinstance(door, URLResolver):
            _open_descriptions(door.url_patterns)
        elif door.name in DESCRIPTIONS and door.callback is not None:
            open_to(ANYONE)(door.callback)


# APIs first: programs ask most often, and each is passed by at one look where the pages' addresses are many.
urlpatterns: Doors = [
    *(door for system in settings.SYSTEMS for door in _doors(f"madang.systems.{system}.api", f"api/{system}/")),
    *(door for room in settings.FRAMEWORK for door in _doors(f"madang.framework.{room}", "")),
    *_doors("madang.exchange", ""),
    *(door for system in settings.SYSTEMS for door in _doors(f"madang.systems.{system}.web", "")),
]

handler400 = "madang.framework.ui.errors.bad_request"
handler403 = "madang.framework.ui.errors.forbidden"
handler404 = "madang.framework.ui.errors.not_found"
handler500 = "madang.framework.ui.errors.server_error"
