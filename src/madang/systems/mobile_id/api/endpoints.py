"""What wallets call: OpenID4VCI 1.0, OpenID4VP 1.0 and the token status list. Codes, tokens and proofs decide."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from ninja import Schema

from madang.framework.identity.access import ANYONE
from madang.framework.identity.endpoints import Problem, ProblemAPI, endpoint_open_to
from madang.framework.protect import client_address, limit
from madang.framework.ui import refusals
from madang.framework.values import Refusal, clock
from madang.systems.mobile_id.formats import status_list
from madang.systems.mobile_id.usecases import metadata
from madang.systems.mobile_id.usecases.ask_presentation import request_object
from madang.systems.mobile_id.usecases.authorize_wallet import GRANT as CODE_GRANT
from madang.systems.mobile_id.usecases.authorize_wallet import redeem_code
from madang.systems.mobile_id.usecases.bound_token import prove_binding
from madang.systems.mobile_id.usecases.challenge import give_nonce
from madang.systems.mobile_id.usecases.issue_credential import issue_credential
from madang.systems.mobile_id.usecases.publish_status import publish_status
from madang.systems.mobile_id.usecases.push_wallet_request import LIFE as PUSHED_LIFE
from madang.systems.mobile_id.usecases.push_wallet_request import push_wallet_request
from madang.systems.mobile_id.usecases.receive_presentation import receive_presentation
from madang.systems.mobile_id.usecases.redeem_offer import redeem_offer
from madang.systems.mobile_id.usecases.refusals import NotReadable, RequestGone, TokenGone, WalletRefusal

LARGEST = 200_000
MOST_LISTS = 100_000

api = ProblemAPI(
    title="Mobile ID",
    version="1",
    urls_namespace="mobile_id_api",
    description="Credentials by OpenID4VCI, presentations by OpenID4VP, status lists.",
)
_ANYONE = endpoint_open_to(ANYONE)


class WalletNo(Schema):
    """A no as OAuth says it (RFC 6749, 5.2); `says` is the same sentence in the reader's language, `code` is permanent."""

    error: str
    error_description: str
    says: str
    code: str


class AccessToken(Schema):
    """RFC 6749, 5.1."""

    access_token: str
    token_type: str
    expires_in: int


class PushedRequest(Schema):
    """RFC 9126, 2.2."""

    request_uri: str
    expires_in: int


class Nonce(Schema):
    """OpenID4VCI 1.0, 7.2."""

    c_nonce: str


class IssuedCredential(Schema):
    """One credential."""

    credential: str


class IssuedCredentials(Schema):
    """OpenID4VCI 1.0, 8.3."""

    credentials: list[IssuedCredential]


_NOES = {400: WalletNo, 403: WalletNo, 429: Problem}


# A key that no address may hold is refused before the wallet's standard is asked.
_EITHER_NO = {
    "responses": {400: {"description": "Not read", "content": {"application/json": {}, "application/problem+json": {}}}}
}


def _other_media(name: str) -> dict[str, Any]:
    """The description of an answer that is no JSON."""
    return {"responses": {200: {"description": "OK", "content": {name: {"schema": {"type": "string"}}}}}}


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A no to a wallet in the form that its standard gives it; any other no as a problem document."""
    if not isinstance(refusal, WalletRefusal):
        return refusals.answer(request=request, refusal=refusal)
    # A description is ASCII by RFC 6749, section 5.2; `says` is the same sentence in the reader's language.
    with translation.override("en"):
        english = str(refusal)
    body = {"error": refusal.oauth, "error_description": english, "says": str(refusal), "code": refusal.code}
    response = JsonResponse(body, status=refusal.status)
    if isinstance(refusal, TokenGone):
        response["WWW-Authenticate"] = f'DPoP error="{refusal.oauth}", algs="ES256"'
    return _unstored(response)


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _spend(request: HttpRequest, door: str, times: int) -> None:
    limit(f"mobile_id.{door}:{client_address(request)}", times=times, per_seconds=60)


@api.post("/token", auth=_ANYONE, response={200: AccessToken, 401: WalletNo, **_NOES})
def token(request: HttpRequest) -> HttpResponse:
    """An access token for an offer's code and its six digits, or for the code that the holder's leave gave."""
    _spend(request, "token", 60)
    given, now = _parameters(request), clock.now()
    grant = given.get("grant_type", "")
    bound_to = _bound(request, "token", now) if grant else ""
    if grant == CODE_GRANT:
        named = {name: given.get(name, "") for name in ("client_id", "code", "code_verifier", "redirect_uri")}
        made = redeem_code(given=named, bound_to=bound_to, now=now)
    else:
        code, digits = given.get("pre-authorized_code", ""), given.get("tx_code", "")
        made = redeem_offer(grant=grant, code=code, tx_code=digits, bound_to=bound_to, now=now)
    return _unstored(JsonResponse({"access_token": made.text, "token_type": "DPoP", "expires_in": made.seconds}))


def _bound(request: HttpRequest, door: str, now: datetime, token: str = "") -> str:
    return prove_binding(proof=request.headers.get("DPoP", ""), door=door, token=token, now=now)


@api.post("/par", auth=_ANYONE, response={201: PushedRequest, 401: WalletNo, **_NOES})
def par(request: HttpRequest) -> HttpResponse:
    """A wallet that begins by itself leaves its request."""
    _spend(request, "par", 60)
    given, now = _parameters(request), clock.now()
    bound_to = _bound(request, "par", now) if "DPoP" in request.headers else ""
    reference = push_wallet_request(given=given, bound_to=bound_to, now=now)
    seconds = int(PUSHED_LIFE.total_seconds())
    return _unstored(JsonResponse({"request_uri": reference, "expires_in": seconds}, status=201))


def _parameters(request: HttpRequest) -> dict[str, str]:
    """Each once (RFC 6749, section 3.1)."""
    if any(len(request.POST.getlist(name)) != 1 for name in request.POST):
        raise NotReadable
    return {name: str(request.POST[name]) for name in request.POST}


@api.post("/nonce", auth=_ANYONE, response={200: Nonce, 403: Problem, 429: Problem})
def nonce(request: HttpRequest) -> HttpResponse:
    """A challenge for a proof of possession."""
    _spend(request, "nonce", 120)
    return _unstored(JsonResponse({"c_nonce": give_nonce(now=clock.now())}))


@api.post("/credential", auth=_ANYONE, response={200: IssuedCredentials, 401: WalletNo, **_NOES})
def credential(request: HttpRequest) -> HttpResponse:
    """The credentials, one for each proven key."""
    _spend(request, "credential", 60)
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "dpop" or not text:
        raise TokenGone
    now = clock.now()
    bound_to = _bound(request, "credential", now, text)
    issued = issue_credential(token=text, bound_to=bound_to, request=_json(request), now=now)
    return _unstored(JsonResponse({"credentials": [{"credential": one} for one in issued]}))


def _json(request: HttpRequest) -> dict[str, Any]:
    if len(request.body) > LARGEST:
        raise NotReadable
    try:
        value = json.loads(request.body)
    except (ValueError, RecursionError):
        raise NotReadable from None
    if not isinstance(value, dict):
        raise NotReadable
    return value


@api.get(
    "/requests/{key}",
    auth=_ANYONE,
    response={404: WalletNo, 429: Problem},
    openapi_extra=_other_media("application/oauth-authz-req+jwt"),
)
def presentation_request(request: HttpRequest, key: str) -> HttpResponse:
    """The signed request of a verifier's page."""
    _spend(request, "request", 240)
    signed = request_object(key=key[:64], now=clock.now())
    return _unstored(HttpResponse(signed, content_type="application/oauth-authz-req+jwt"))


@api.post(
    "/responses/{key}",
    auth=_ANYONE,
    response={200: dict[str, str], 403: WalletNo, 404: WalletNo, 429: Problem},
    openapi_extra=_EITHER_NO,
)
def presentation_response(request: HttpRequest, key: str) -> HttpResponse:
    """The wallet's answer. The wallet is not told what the verifier thinks of it: the page tells the people."""
    _spend(request, "response", 240)
    receive_presentation(key=key[:64], response=request.POST.get("response", ""), now=clock.now())
    return _unstored(JsonResponse({}))


@api.get(
    "/status-lists/{number}",
    auth=_ANYONE,
    response={404: WalletNo, 429: Problem},
    openapi_extra=_other_media(f"application/{status_list.TYPE}"),
)
def list_of_statuses(request: HttpRequest, number: int) -> HttpResponse:
    """Which credentials of the list are revoked or suspended."""
    _spend(request, "status", 600)
    if not 0 <= number < MOST_LISTS:
        raise RequestGone
    response = HttpResponse(
        publish_status(number=number, now=clock.now()), content_type=f"application/{status_list.TYPE}"
    )
    response["Access-Control-Allow-Origin"] = "*"
    return response


@api.get("/types/mobile-id", auth=_ANYONE)
def credential_type(request: HttpRequest) -> HttpResponse:
    """What the credential's type means."""
    return JsonResponse(metadata.type_metadata())


@api.get("/verifiers", auth=_ANYONE)
def verifiers(request: HttpRequest) -> HttpResponse:
    """Who is registered to ask what."""
    return JsonResponse(metadata.registered_verifiers())
