"""What wallets and verifiers read before they trade with us: the well-known documents and the credential's type."""

from typing import Any

from madang.framework.law import pack
from madang.systems.mobile_id.domain.asking import dcql
from madang.systems.mobile_id.formats.jose import ALGORITHM
from madang.systems.mobile_id.usecases import addresses, keys
from madang.systems.mobile_id.usecases.issue_credential import MOST_AT_ONCE
from madang.systems.mobile_id.usecases.name import CONFIGURATION
from madang.systems.mobile_id.usecases.offer_credential import GRANT
from madang.systems.mobile_id.usecases.questions import questions

# What the holder reads for each claim; both languages, whatever the page's.
CLAIMS = {
    "name": ("이름", "Name"),
    "name_latin": ("로마자 이름", "Name in Latin letters"),
    "birthdate": ("생년월일", "Date of birth"),
    "sex": ("성별", "Sex"),
    "nationality": ("국적", "Nationality"),
    "address": ("주소", "Address"),
    "residence_district": ("거주 시·군·구", "District of residence"),
    "may_buy_restricted_goods": ("연령 제한 물품 구매 가능", "May buy age-restricted goods"),
    "age_equal_or_over": ("기준 나이 이상", "Has reached the age of"),
}


def issuer_metadata() -> dict[str, Any]:
    """The credential issuer's metadata (OpenID4VCI 1.0, section 12.2.4)."""
    issuer = addresses.issuer_id()
    configuration = {
        "format": "dc+sd-jwt",
        "scope": CONFIGURATION,
        "vct": addresses.credential_type(),
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": [ALGORITHM],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": [ALGORITHM]}},
        "credential_metadata": {
            "display": [{"name": "모바일 신분증", "locale": "ko"}, {"name": "Mobile ID", "locale": "en"}],
            "claims": [
                {"path": [name], "display": [{"name": ko, "locale": "ko"}, {"name": en, "locale": "en"}]}
                for name, (ko, en) in CLAIMS.items()
            ],
        },
    }
    return {
        "credential_issuer": issuer,
        "credential_endpoint": f"{issuer}/credential",
        "nonce_endpoint": f"{issuer}/nonce",
        "batch_credential_issuance": {"batch_size": MOST_AT_ONCE},
        "display": [{"name": name, "locale": language} for language, name in pack().names.items()],
        "credential_configurations_supported": {CONFIGURATION: configuration},
    }


def authorization_metadata() -> dict[str, Any]:
    """The authorization server's metadata (RFC 8414): an offer's code, or the holder's own leave."""
    issuer = addresses.issuer_id()
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{addresses.public_root()}/mobile-id/authorize/",
        "pushed_authorization_request_endpoint": f"{issuer}/par",
        "require_pushed_authorization_requests": True,
        "token_endpoint": f"{issuer}/token",
        "grant_types_supported": [GRANT, "authorization_code"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": [CONFIGURATION],
        "authorization_response_iss_parameter_supported": True,
        "token_endpoint_auth_methods_supported": ["none"],
        "dpop_signing_alg_values_supported": [ALGORITHM],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def issuer_keys() -> dict[str, Any]:
    """The keys of credentials and status lists (SD-JWT VC draft, JWT VC issuer metadata)."""
    return {"issuer": addresses.issuer_id(), "jwks": keys.published_keys()}


def type_metadata() -> dict[str, Any]:
    """The credential type (SD-JWT VC draft, section on type metadata): every claim is disclosed by itself."""
    return {
        "vct": addresses.credential_type(),
        "name": "Mobile ID",
        "display": [
            {"locale": "ko", "name": "모바일 신분증"},
            {"locale": "en", "name": "Mobile ID"},
        ],
        "claims": [
            {
                "path": [name],
                "sd": "never" if name == "age_equal_or_over" else "always",
                "display": [{"locale": "ko", "label": ko}, {"locale": "en", "label": en}],
            }
            for name, (ko, en) in CLAIMS.items()
        ],
    }


def registered_verifiers() -> dict[str, Any]:
    """Who may ask what: a wallet refuses a request that is not here (the certificate's hash, and the whole query)."""
    return {
        "verifiers": [
            {
                "client_id": keys.verifier_id(),
                "question": question.code,
                "verifier": dict(question.verifiers),
                "title": dict(question.titles),
                "cite": question.cite,
                "dcql_query": dcql(question=question, types=(addresses.credential_type(),)),
            }
            for question in questions().values()
        ]
    }
