"""The verifier that works without a network: a page and the service worker that keeps it on the device."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from madang.framework.documents.kept_pages import keeping_worker
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
    return keeping_worker(
        request=request,
        name="offline",
        addresses=[reverse("documents:offline"), reverse("documents:keys")],
        assets=ASSETS,
    )
