"""Every URL of the systems that run in this process."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


def _doors(module: str, prefix: str) -> list[URLPattern | URLResolver]:
    """`<module>.urls` under `prefix`, when the room has doors."""
    has_doors = find_spec(module) and find_spec(f"{module}.urls")
    return [path(prefix, include(f"{module}.urls"))] if has_doors else []


urlpatterns: list[URLPattern | URLResolver] = [
    *(door for room in settings.FRAMEWORK for door in _doors(f"madang.framework.{room}", "")),
    *_doors("madang.exchange", ""),
    *(door for system in settings.SYSTEMS for door in _doors(f"madang.systems.{system}.web", "")),
    *(door for system in settings.SYSTEMS for door in _doors(f"madang.systems.{system}.api", f"api/{system}/")),
]

handler400 = "madang.framework.ui.errors.bad_request"
handler403 = "madang.framework.ui.errors.forbidden"
handler404 = "madang.framework.ui.errors.not_found"
handler500 = "madang.framework.ui.errors.server_error"
