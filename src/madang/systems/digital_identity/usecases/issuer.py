"""Who issues, and at which addresses (OpenID Connect Discovery 1.0, RFC 8414, RFC 9126, RFC 9207)."""

from django.conf import settings

from madang.systems.digital_identity.domain.claims import CLAIMS, OFFERED
from madang.systems.digital_identity.domain.levels import ACR
from madang.systems.digital_identity.domain.registration import ALGORITHMS

PATHS = {
    "authorization_endpoint": "/oidc/authorize/",
    "pushed_authorization_request_endpoint": "/oidc/par/",
    "token_endpoint": "/oidc/token/",
    "userinfo_endpoint": "/oidc/userinfo/",
    "end_session_endpoint": "/oidc/end-session/",
    "jwks_uri": "/oidc/jwks.json",
}


def issuer() -> str:
    """This deployment's name as an issuer: its public address."""
    return str(settings.MADANG_PUBLIC_URL).rstrip("/")


def endpoint(name: str) -> str:
    """The address of an endpoint."""
    return issuer() + PATHS[name]


def discovery() -> dict[str, object]:
    """What a client library reads first."""
    return {
        "issuer": issuer(),
        **{name: endpoint(name) for name in PATHS},
        "require_pushed_authorization_requests": True,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "scopes_supported": list(OFFERED),
        "claims_supported": [claim for claims in CLAIMS.values() for claim in claims],
        "acr_values_supported": list(ACR.values()),
        "prompt_values_supported": ["none", "login", "consent"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
