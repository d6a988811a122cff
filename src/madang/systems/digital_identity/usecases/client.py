"""A relying party as the protocol library asks about it, and how it proves who it is."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import InvalidClientError
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from django.db import IntegrityError, transaction
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from madang.systems.digital_identity.domain.claims import OPENID, scopes_of
from madang.systems.digital_identity.domain.lifetimes import LONGEST_ASSERTION
from madang.systems.digital_identity.domain.registration import ALGORITHMS
from madang.systems.digital_identity.models import RelyingParty, UsedAssertion
from madang.systems.digital_identity.usecases.issuer import endpoint, issuer


class Client:
    """The answers of one relying party to the library's questions."""

    def __init__(self, party: RelyingParty) -> None:
        self.party = party

    def get_client_id(self) -> str:
        """Its public name."""
        return self.party.client_id

    def get_default_redirect_uri(self) -> str:
        """None: a request names its address."""
        return ""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What of the scope it may have; None where that is not even `openid`."""
        allowed = [one for one in scopes_of(text=scope or "") if one in self.party.scopes]
        return " ".join(allowed) if OPENID in allowed else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Symbol by symbol (RFC 9700 s. 2.1)."""
        return redirect_uri in self.party.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """There are no secrets here."""
        return False

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Only its own key proves who it is."""
        return method == ClientAssertion.CLIENT_AUTH_METHOD

    def check_response_type(self, response_type: str) -> bool:
        """The code flow only."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """A code, then refresh tokens."""
        return grant_type in ("authorization_code", "refresh_token")


def is_client_id(text: object) -> bool:
    """Whether it has the form of a client identifier; the database refuses some other texts, such as NUL."""
    return isinstance(text, str) and len(text) <= 64 and text.isascii() and text.isalnum()


def find_client(client_id: str) -> Client | None:
    """The relying party of this name, unless it was suspended."""
    if not is_client_id(client_id):
        return None
    party = RelyingParty.objects.filter(client_id=client_id, suspended_at=None).first()
    return Client(party) if party else None


class ClientAssertion(JWTBearerClientAssertion):  # type: ignore[misc]
    """private_key_jwt (RFC 7523 s. 2.2, OpenID Connect Core 9): signed by a registered key, for us, short-lived, used once."""

    CLIENT_AUTH_METHOD = "private_key_jwt"

    def __init__(self, now: datetime) -> None:
        super().__init__(leeway=10)
        self.now = now

    def __call__(self, query_client: Any, request: Any) -> Client | None:
        """The client, and nobody else than it says in `client_id`, if it says so. Raises InvalidClientError."""
        client: Client | None = super().__call__(query_client, request)
        named = request.form.get("client_id")
        if client is not None and named is not None and named != client.get_client_id():
            raise InvalidClientError(description="The assertion is of another client.")
        return client

    def get_audiences(self) -> list[str]:
        """The names under which an assertion may be addressed to us."""
        return [issuer(), endpoint("token_endpoint"), endpoint("pushed_authorization_request_endpoint")]

    def process_assertion_claims(self, assertion: str, resolve_key: Any) -> dict[str, Any]:
        """The claims. Only public-key algorithms: `none` and HMAC with the public key as secret are refused here."""
        try:
            token = jwt.decode(assertion, resolve_key, algorithms=list(ALGORITHMS))
        except (JoseError, ValueError, TypeError) as error:
            raise InvalidClientError(description="The assertion's signature does not hold.") from error
        self.verify_claims(token.claims)
        return token.claims

    def resolve_client_public_key(self, client: Client) -> KeySet:
        """The keys that the official approved."""
        return KeySet.import_key_set({"keys": client.party.keys})

    def validate_jti(self, claims: dict[str, Any], jti: object) -> bool:
        """Remember the assertion; False where it was used before, or would have to be remembered for too long."""
        expires_at = datetime.fromtimestamp(int(claims["exp"]), UTC)
        if not isinstance(jti, str) or not jti or expires_at > self.now + LONGEST_ASSERTION:
            return False
        party = RelyingParty.objects.get(client_id=claims["sub"])
        try:
            with transaction.atomic():
                UsedAssertion.objects.create(
                    relying_party=party, jti_hash=hashlib.sha256(jti.encode()).digest(), expires_at=expires_at
                )
        except IntegrityError:
            return False
        return True
