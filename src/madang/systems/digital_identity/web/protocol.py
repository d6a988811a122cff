"""The endpoints that programs call: discovery, keys, pushed requests, tokens, userinfo. They answer as the RFCs say."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.framework.protect import client_address, limit
from madang.framework.values import Refusal, clock
from madang.systems.digital_identity.usecases.exchange_code import exchange_code
from madang.systems.digital_identity.usecases.issuer import discovery
from madang.systems.digital_identity.usecases.push_request import push_request
from madang.systems.digital_identity.usecases.server import Answer
from madang.systems.digital_identity.usecases.signing_keys import published_keys
from madang.systems.digital_identity.usecases.tell_claims import TokenRefused, tell_claims

_A_MINUTE = 60
_BEARER = "bearer "


@open_to(ANYONE)
@require_safe
def discovery_document(request: HttpRequest) -> HttpResponse:
    """What a client library reads first (OpenID Connect Discovery 1.0, RFC 8414)."""
    return _public(discovery())


@open_to(ANYONE)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys of id_tokens."""
    return _public(published_keys(now=clock.now()))


def _public(body: dict[str, Any]) -> HttpResponse:
    return JsonResponse(body, headers={"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"})


def _answered(answer: Answer) -> HttpResponse:
    return JsonResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def _parameters(request: HttpRequest) -> dict[str, list[str]]:
    return {name: [str(one) for one in request.POST.getlist(name)] for name in request.POST}


@open_to(ANYONE)
@csrf_exempt
@require_POST
def par(request: HttpRequest) -> HttpResponse:
    """Take a pushed authorization request; the client's own key proves who pushes it."""
    limit(f"oidc:{client_address(request)}", times=600, per_seconds=_A_MINUTE)
    return _answered(push_request(parameters=_parameters(request), now=clock.now()))


@open_to(ANYONE)
@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Give tokens for a code or a refresh token."""
    limit(f"oidc:{client_address(request)}", times=600, per_seconds=_A_MINUTE)
    return _answered(exchange_code(parameters=_parameters(request), now=clock.now()))


@open_to(ANYONE)
@csrf_exempt
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """Tell what the person allowed. The token comes in the header and nowhere else (RFC 6750 s. 2.1)."""
    given = request.headers.get("Authorization", "")
    headers = {"Cache-Control": "no-store"}
    if not given.lower().startswith(_BEARER):
        return JsonResponse({}, status=401, headers=headers | {"WWW-Authenticate": "Bearer"})
    try:
        told = tell_claims(token=given[len(_BEARER) :].strip(), now=clock.now())
    except TokenRefused:
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return JsonResponse({"error": "invalid_token"}, status=401, headers=headers)
    except Refusal as refusal:
        # The register is down or may not answer: the sign-in holds, the claims come later.
        body = {"error": "temporarily_unavailable", "code": refusal.code}
        return JsonResponse(body, status=503, headers=headers | {"Retry-After": "30"})
    return JsonResponse(told, headers=headers)
