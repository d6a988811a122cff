"""Doors for machines that watch: is it alive, can it serve, how does it do; and the same as a page for people."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.ops.description import description
from madang.framework.ops.health import parts
from madang.framework.ops.metrics import exposition
from madang.framework.ui.refusals import problem


@open_to(ANYONE)
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. It asks nothing of the database: restarting the process would not bring that back."""
    return JsonResponse({"alive": True})


@open_to(ANYONE)
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """503 while a part is missing without which no page can be served. Reasons are for the log and the doctor."""
    found = parts()
    sound = all(part.sound for part in found if part.needed)
    body = {"ready": sound, "parts": [{"name": part.name, "sound": part.sound} for part in found]}
    return JsonResponse(body, status=200 if sound else 503, json_dumps_params={"ensure_ascii": False})


@open_to(ANYONE)
@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """The state of the service for anyone who wonders whether it is them or us."""
    found = parts()
    rows = [{"name": part.name, "sound": part.sound} for part in found]
    return render(request, "ops/health.html", {"rows": rows, "sound": all(part.sound for part in found)})


@open_to(ANYONE)
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text for a scraper on this machine or one that holds the token."""
    if not _may_scrape(request):
        return problem(
            status=403, code="ops.metrics.refused", detail="Metrics are for this machine, or for a bearer of the token."
        )
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


@open_to(ANYONE)
@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description of these doors."""
    return JsonResponse(description())


def _may_scrape(request: HttpRequest) -> bool:
    token = getattr(settings, "MADANG_METRICS_TOKEN", "")
    if token and hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return True
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-IP"} & {
        name.title().replace("Ip", "IP") for name in request.headers
    }
    try:
        # Behind a proxy on this machine every caller has the loopback address.
        return not forwarded and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
