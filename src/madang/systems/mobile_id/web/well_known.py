"""What wallets and verifiers look up by well-known names."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from madang.framework.identity.access import ANYONE, open_to
from madang.systems.mobile_id.usecases import metadata


def _open(value: dict[str, object]) -> HttpResponse:
    response = JsonResponse(value)
    response["Access-Control-Allow-Origin"] = "*"
    return response


@open_to(ANYONE)
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """The credential issuer's metadata."""
    return _open(metadata.issuer_metadata())


@open_to(ANYONE)
@require_safe
def authorization(request: HttpRequest) -> HttpResponse:
    """The authorization server's metadata."""
    return _open(metadata.authorization_metadata())


@open_to(ANYONE)
@require_safe
def issuer_keys(request: HttpRequest) -> HttpResponse:
    """The issuing keys."""
    return _open(metadata.issuer_keys())
