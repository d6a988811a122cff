"""A relying party leaves an authorization request here and gets a reference to it (RFC 9126)."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from django.db import transaction

from madang.systems.digital_identity.domain.lifetimes import PUSHED_REQUEST
from madang.systems.digital_identity.models import PushedRequest
from madang.systems.digital_identity.usecases.server import (
    AUTH_METHODS,
    NO_STORE,
    Answer,
    Request,
    Server,
    hashed,
    refused,
    single,
)

REFERENCE = "urn:ietf:params:oauth:request_uri:"
_KEPT = ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
         "code_challenge_method", "prompt", "max_age", "acr_values", "ui_locales")  # fmt: skip
_PROMPTS = {"none", "login", "consent", "select_account"}


def push_request(*, parameters: Mapping[str, list[str]], now: datetime) -> Answer:
    """201 with the reference, or the error of RFC 6749 s. 5.2. The client proves itself first; then everything is checked."""
    with transaction.atomic():
        try:
            request = Request(single(parameters))
            server = Server(now=now)
            client = server.authenticate_client(server.create_oauth2_request(request), AUTH_METHODS, "par")
            _check(request.form, client_id=client.get_client_id())
            request.payload.data["client_id"] = client.get_client_id()
            grant = server.get_authorization_grant(request)
            grant.validate_authorization_request()
        except OAuth2Error as error:
            return refused(error)
        reference = secrets.token_urlsafe(32)
        PushedRequest.objects.create(
            reference_hash=hashed(reference),
            relying_party=client.party,
            parameters={name: request.form[name] for name in _KEPT if name in request.form},
            pushed_at=now,
            expires_at=now + PUSHED_REQUEST,
        )
    body = {"request_uri": REFERENCE + reference, "expires_in": int(PUSHED_REQUEST.total_seconds())}
    return Answer(201, body, NO_STORE)


def _check(given: Mapping[str, str], *, client_id: str) -> None:
    """What the library does not look at. Raises InvalidRequestError."""
    if "request_uri" in given or "request" in given:
        raise InvalidRequestError("Neither request nor request_uri can be pushed.")
    if given.get("client_id", client_id) != client_id:
        raise InvalidRequestError("The request names another client.")
    if not given.get("response_type"):
        # RFC 6749 s. 4.1.2.1: what is missing is an invalid request, and only what is there can be unsupported.
        raise InvalidRequestError("The response_type is missing.")
    if not given.get("redirect_uri"):
        raise InvalidRequestError("The redirect_uri is missing.")
    if given.get("response_mode", "query") != "query":
        raise InvalidRequestError("The response_mode is not supported.")
    if len(given.get("nonce", "")) > 300 or len(given.get("state", "")) > 1000:
        raise InvalidRequestError("The nonce or the state is too long.")
    max_age = given.get("max_age", "0")
    if not (max_age.isascii() and max_age.isdigit() and len(max_age) <= 9):
        raise InvalidRequestError("The max_age is no number of seconds.")
    prompts = given.get("prompt", "").split()
    if not set(prompts) <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise InvalidRequestError("The prompt is not understood.")
