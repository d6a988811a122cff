"""Pages that a device keeps, so that they open without a network."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language


def keeping_worker(
    *, request: HttpRequest, name: str, addresses: Sequence[str], assets: tuple[str, ...]
) -> HttpResponse:
    """The service worker that keeps `addresses`, of which the first is the page, and static files. `name` tells it from other
    workers of the site."""
    values = {
        "name": name,
        "version": f"{_version(assets)}-{get_language()}",
        "language": get_language(),
        "kept": [*addresses, *(static(asset) for asset in assets)],
    }
    response = render(request, "documents/worker.js", values, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _version(assets: tuple[str, ...]) -> str:
    """Changes when a file does, so that devices fetch the new one."""
    digest = hashlib.sha256()
    for asset in assets:
        path = finders.find(asset)
        if path:
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:16]
