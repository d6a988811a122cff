"""The verifier that works without a network: a page and the service worker that keeps it on the device."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.identity.requests import ActorRequest

ASSETS = (
    "documents/offline.js",
    "documents/statement.js",
    "documents/offline.css",
    "jsqr/jsQR.js",
    "krds/css/token/krds_tokens.css",
    "krds/css/component/output.css",
    "ui/madang.css",
    "ui/parts.css",
    "ui/mark.svg",
)


@open_to(ANYONE)
@require_safe
def offline_page(request: ActorRequest) -> HttpResponse:
    """Photograph the QR code; the page says what the paper must say. Nothing leaves the device."""
    return render(
        request, "documents/offline.html", {"keys": reverse("documents:keys"), "worker": reverse("documents:worker")}
    )


@open_to(ANYONE)
@require_safe
def service_worker(request: ActorRequest) -> HttpResponse:
    """The worker of the page, which keeps it and all it needs."""
    values = {
        "version": f"{_version()}-{get_language()}",
        "language": get_language(),
        "kept": [reverse("documents:offline"), reverse("documents:keys"), *(static(name) for name in ASSETS)],
    }
    response = render(request, "documents/worker.js", values, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _version() -> str:
    """Changes when an asset does, so that devices fetch the new one."""
    digest = hashlib.sha256()
    for name in ASSETS:
        path = finders.find(name)
        if path:
            digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:16]
