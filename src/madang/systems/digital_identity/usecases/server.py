"""The protocol: authlib's authorization server, on our tables.

One instance answers one request, at one instant. What the library decides (RFC 6749, 7636, 7523, OpenID Connect) it
decides; what we add is stricter: S256 only, codes and refresh tokens that end their whole grant when used twice.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from authlib.oauth2.rfc6749 import (
    AuthorizationServer,
    InvalidGrantError,
    InvalidRequestError,
    OAuth2Error,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.util import create_half_hash

from madang.framework.identity.models import Account
from madang.systems.digital_identity.domain.lifetimes import ACCESS_TOKEN, ID_TOKEN, REFRESH_TOKEN
from madang.systems.digital_identity.models import AuthorizationCode, Grant, Token
from madang.systems.digital_identity.usecases.client import Client, ClientAssertion, find_client
from madang.systems.digital_identity.usecases.end_grants import end_grant, grant_lives
from madang.systems.digital_identity.usecases.issuer import issuer
from madang.systems.digital_identity.usecases.signing_keys import sign

AUTH_METHODS = [ClientAssertion.CLIENT_AUTH_METHOD]
# What RFC 6749 lets stand in an error description; the library writes some parameters into it.
_PRINTABLE = re.compile(r"[\x20-\x21\x23-\x5b\x5d-\x7e]*")
_LONGEST = 4000


def hashed(secret: str) -> bytes:
    """What is kept of a code or token."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a status, a body for machines, headers."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def location(self) -> str:
        """Where the browser is sent, if anywhere."""
        return self.headers.get("Location", "")


class Request(OAuth2Request):  # type: ignore[misc]
    """A request to the protocol, from parameters that each came once."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        # Transport security is the deployment's matter: production settings refuse plain HTTP.
        super().__init__("POST", "https://here/")
        self.payload = BasicOAuth2Payload(dict(parameters))

    @property
    def form(self) -> dict[str, str]:
        """The parameters."""
        parameters: dict[str, str] = self.payload.data
        return parameters

    @property
    def args(self) -> dict[str, str]:
        """The parameters."""
        return self.form


def single(parameters: Mapping[str, list[str]]) -> dict[str, str]:
    """Parameters that each came once (RFC 6749 s. 3.1) and in printable ASCII. Raises InvalidRequestError."""
    found = {}
    for name, values in parameters.items():
        if len(values) != 1:
            raise InvalidRequestError("A parameter was repeated.")
        if len(values[0]) > _LONGEST or not _PRINTABLE.fullmatch(values[0]):
            raise InvalidRequestError("A parameter has symbols that are not allowed, or too many.")
        found[name] = values[0]
    return found


class Challenge(CodeChallenge):  # type: ignore[misc]
    """PKCE, always, with S256: whoever asks for `plain`, or for nothing, is refused (RFC 7636, RFC 9700 s. 2.1.1)."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        """Raises InvalidRequestError."""
        given = grant.request.payload.data
        if not given.get("code_challenge") or given.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A code_challenge with the method S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)

    def get_authorization_code_challenge_method(self, authorization_code: AuthorizationCode) -> str:
        """There is no other."""
        return "S256"


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """Codes, redeemed once."""

    TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """The code, if this client got it and it was not used. Used again, all it gave ends (RFC 6749 s. 4.1.2)."""
        found = (
            AuthorizationCode.objects.select_for_update(of=("self",))
            .select_related("grant__account", "grant__session")
            .filter(code_hash=hashed(code), grant__relying_party=client.party)
            .first()
        )
        if found is None:
            return None
        if found.used_at is not None:
            end_grant(grant=found.grant, because="code_replayed", now=self.server.now)
            return None
        return found if found.expires_at > self.server.now else None

    def authenticate_user(self, authorization_code: AuthorizationCode) -> Account | None:
        """The account, while its session and the consent stand."""
        grant = authorization_code.grant
        return grant.account if grant_lives(grant=grant, now=self.server.now) else None

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Mark it as used; the row stays, so that a second use is noticed."""
        authorization_code.used_at = self.server.now
        authorization_code.save(update_fields=["used_at"])


class RefreshGrant(RefreshTokenGrant):  # type: ignore[misc]
    """Refresh tokens, each used once (RFC 9700 s. 4.14.2)."""

    TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> "Held | None":
        """The token, if it was not used. Used again, the whole grant ends: one of its two holders stole it."""
        found = (
            Token.objects.select_for_update(of=("self",))
            .select_related("grant__account", "grant__session", "grant__relying_party")
            .filter(token_hash=hashed(refresh_token), kind=Token.REFRESH)
            .first()
        )
        # Another party's token is nobody's here, and does not end what it belongs to.
        if found is None or found.grant.relying_party_id != self.request.client.party.pk:
            return None
        if found.used_at is not None:
            end_grant(grant=found.grant, because="refresh_replayed", now=self.server.now)
            return None
        return Held(found) if found.expires_at > self.server.now else None

    def authenticate_user(self, refresh_token: "Held") -> Account | None:
        """The account, while its session and the consent stand."""
        grant = refresh_token.token.grant
        if not grant_lives(grant=grant, now=self.server.now):
            raise InvalidGrantError("The sign-in has ended.")
        return grant.account

    def revoke_old_credential(self, refresh_token: "Held") -> None:
        """Mark it as used."""
        refresh_token.token.used_at = self.server.now
        refresh_token.token.save(update_fields=["used_at"])


@dataclass(frozen=True, slots=True)
class Held:
    """A token as the library asks about it."""

    token: Token

    def check_client(self, client: Client) -> bool:
        """Whether it is this client's."""
        return bool(self.token.grant.relying_party_id == client.party.pk)

    def get_scope(self) -> str:
        """Its scope."""
        return " ".join(self.token.scopes)


class IdToken(OpenIDCode):  # type: ignore[misc]
    """id_tokens: who signed in, how surely and when; nothing else about them."""

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """Whether the party used this nonce for a code that is still remembered."""
        party = request.payload.client_id
        return AuthorizationCode.objects.filter(nonce=nonce, grant__relying_party__client_id=party).exists()

    def encode_id_token(self, token: Mapping[str, Any], request: Any) -> str:
        """OpenID Connect Core 2, signed with ES256."""
        grant: Grant = request.authorization_code.grant
        now: datetime = request.now
        claims: dict[str, Any] = {
            "iss": issuer(),
            "sub": grant.subject,
            "aud": grant.relying_party.client_id,
            "iat": int(now.timestamp()),
            "exp": int((now + ID_TOKEN).timestamp()),
            "auth_time": int(grant.proved_at.timestamp()),
            "acr": grant.acr,
            "amr": grant.amr,
            "sid": grant.key,
            "at_hash": create_half_hash(token["access_token"], "ES256").decode(),
        }
        if request.authorization_code.nonce:
            claims["nonce"] = request.authorization_code.nonce
        return sign(claims=claims, kind="JWT", now=now)


class Server(AuthorizationServer):  # type: ignore[misc]
    """The authorization server at one instant."""

    def __init__(self, *, now: datetime) -> None:
        super().__init__(scopes_supported=None)
        self.now = now
        self.register_client_auth_method(ClientAssertion.CLIENT_AUTH_METHOD, ClientAssertion(now))
        self.register_grant(CodeGrant, [Challenge(required=True), IdToken(require_nonce=False)])
        self.register_grant(RefreshGrant)
        self.register_token_generator("default", self._new_token)

    def query_client(self, client_id: str) -> Client | None:
        """The relying party."""
        return find_client(client_id)

    def create_oauth2_request(self, request: Any) -> Request:
        """Ours is made already."""
        request.now = self.now
        return request  # type: ignore[no-any-return]

    def handle_response(self, status: int, body: Any, headers: Any) -> Answer:
        """The answer as a value; addresses are told who answers (RFC 9207)."""
        return Answer(status, body, dict(headers))

    def send_signal(self, name: str, *args: object, **more: object) -> None:
        """Nobody listens."""

    def save_token(self, token: dict[str, Any], request: Any) -> None:
        """Keep the hashes of what was given."""
        old = request.refresh_token
        grant = old.token.grant if old is not None else request.authorization_code.grant
        scopes = token["scope"].split()
        lives = {"access_token": (Token.ACCESS, ACCESS_TOKEN), "refresh_token": (Token.REFRESH, REFRESH_TOKEN)}
        for name, (kind, life) in lives.items():
            if token.get(name):
                Token.objects.create(
                    grant=grant, kind=kind, token_hash=hashed(token[name]), scopes=scopes, expires_at=self.now + life
                )

    def _new_token(self, *, scope: str, include_refresh_token: bool, **_more: object) -> dict[str, Any]:
        token: dict[str, Any] = {
            "token_type": "Bearer",
            "access_token": secrets.token_urlsafe(32),
            "expires_in": int(ACCESS_TOKEN.total_seconds()),
            "scope": scope,
        }
        if include_refresh_token:
            token["refresh_token"] = secrets.token_urlsafe(32)
        return token


NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


def refused(error: OAuth2Error) -> Answer:
    """An error as the client itself gets it (RFC 6749 s. 5.2): never through a browser (RFC 9126 s. 2.3)."""
    error.redirect_uri = None
    status, body, _headers = error()
    return machine_answer(Answer(status, dict(body)))


def machine_answer(answer: Answer) -> Answer:
    """An answer to a client: not to be stored, and 401 where the client did not prove who it is."""
    unproved = answer.body.get("error") == "invalid_client"
    return Answer(401 if unproved else answer.status, answer.body, NO_STORE)
